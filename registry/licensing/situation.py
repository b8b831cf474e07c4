"""One license facing one intended use: which acts are done, which facts are known, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.licensing.gaps import Answer, Gap
from registry.licensing.intended_use import IntendedUse
from registry.licensing.kleene import FALSE, TRUE, Truth, all_of, any_of, known_or
from registry.licensing.lineage import Reaching, Subject
from registry.licensing.terms import LicenseFacts, Term
from registry.licensing.vocabulary import ACTS, DISTRIBUTION_ACTS, HOST_ACTS, OUTPUT_ACTS, PRODUCT_ACTS, PURPOSES

OUTPUTS_ONLY_ACTS = frozenset({"use", "internal_only", *OUTPUT_ACTS})
OUTWARD_ACTS = frozenset({*PRODUCT_ACTS, *HOST_ACTS, *DISTRIBUTION_ACTS, "on_device", "distribute_output_trained_model", "sell_outputs"})


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A use, seen from one license that reaches the model. `assumed` settles gaps by key, to try what an answer would do."""

    use: IntendedUse
    reaching: Reaching
    license: LicenseFacts
    day: date
    assumed: Mapping[str, bool] = field(default_factory=dict)

    def missing(self, gap: Gap) -> Truth:
        """Unknown for want of this, unless it is assumed."""
        return known_or(self.assumed.get(gap.key), gap)

    @property
    def carrier(self) -> Subject:
        """The model that the license was granted for."""
        assert isinstance(self.reaching.carrier, Subject)
        return self.reaching.carrier

    def stated(self, act: str) -> Truth:
        """Whether the plan lists the act; a stated list is the whole plan."""
        if self.use.acts is not None:
            return Truth(act in self.use.acts)
        return self.missing(
            Gap(
                cause="missing_input",
                key=f"acts:{act}",
                text="What do you intend to do with the model?",
                input="/acts",
                answers=((("/acts", (act,)),), (("/acts", ("use",)),)),
                options=ACTS,
            )
        )

    def does(self, act: str) -> Truth:
        """Whether the plan amounts to the act, seen from this license: passing on a fine-tune passes on a derivative, an
        app with the weights on the device distributes them, and what is done with a child is done with a derivative."""
        if act == "distribute_weights":
            return any_of(self.stated(name) for name in ("distribute_weights", "on_device"))
        if act == "distribute_derivative":
            passed_on = self.does("distribute_weights") & self.concerns_derivative
            return any_of((self.stated("distribute_derivative"), passed_on, self.passes_on_derivative_student))
        if act == "host_api":
            return any_of(self.stated(name) for name in ("host_api", "host_modified", "host_derivative"))
        if act in ("host_modified", "host_derivative"):
            hosted = self.stated("host_api") & (self.concerns_derivative | self.passes_on_derivative_student)
            return any_of((self.stated("host_modified"), self.stated("host_derivative"), hosted))
        if act == "product_that_uses":
            return self.stated("product_that_uses") | self.stated("product_that_contains")
        if act == "modify":
            return self.stated("modify") | self.stated("finetune")
        return self.stated(act)

    @property
    def concerns_derivative(self) -> Truth:
        """Whether what is used is a derivative of what this license covers: changed by the user or by somebody before."""
        return Truth(not self.reaching.is_own) | self.does("modify")

    @property
    def student_is_derivative(self) -> Truth:
        """Whether the license counts a model that the user trains on outputs as a derivative."""
        reaches = {word for term in self.license.terms_of("derivative_definition") for word in term.words("reaches")}
        if "output_trained_model" in reaches:
            return TRUE
        return self.student_imitates if "output_trained_model_to_imitate" in reaches else FALSE

    @property
    def passes_on_derivative_student(self) -> Truth:
        """Whether a model that the user trains on outputs reaches others, and the license counts it as a derivative."""
        return self.does("distribute_output_trained_model") & self.student_is_derivative

    @property
    def student_imitates(self) -> Truth:
        """Whether the model that is trained on outputs is meant to perform like its teacher."""
        if self.use.student_imitates_teacher is not None:
            return Truth(self.use.student_imitates_teacher)
        at = "/student_imitates_teacher"
        return self.missing(
            Gap(
                cause="missing_input",
                key=at,
                text="Is the model that you train on the outputs meant to perform similarly to this one?",
                input=at,
                answers=(((at, True),), ((at, False),)),
                options=("true", "false"),
            )
        )

    @property
    def hosting_is_distribution(self) -> bool:
        """Whether the license defines distribution so that offering an API is one."""
        return any(term.params.get("hosting_is_distribution") is True for term in self.license.terms_of("distribution_definition"))

    def triggered(self, term: Term) -> Truth:
        """Whether any of the term's triggers occurs. Where hosting is distribution, hosting triggers what distribution
        triggers, unless the term excepts it."""
        truths = [self.occurs(word) for word in term.words("trigger")]
        if self.hosting_is_distribution and "host_api" not in term.words("not_triggered_by"):
            by_hosting = {"distribute_weights": "host_api", "distribute_derivative": "host_derivative"}
            truths += [self.does(by_hosting[word]) for word in DISTRIBUTION_ACTS if word in term.words("trigger")]
        return any_of(truths)

    def occurs(self, word: str) -> Truth:
        """Whether the plan does what a trigger names."""
        if word == "any_use":
            return TRUE
        return self.commercial if word == "commercial_use" else self.does(word)

    @property
    def commercial(self) -> Truth:
        """Whether the use is commercial; selling outputs is."""
        if self.use.acts is not None and "sell_outputs" in self.use.acts:
            return TRUE
        if self.use.commercial is not None:
            return Truth(self.use.commercial)
        return self.missing(
            Gap(
                cause="missing_input",
                key="/commercial",
                text="Is the use commercial: intended for or directed at commercial advantage or payment?",
                input="/commercial",
                answers=((("/commercial", True),), (("/commercial", False),)),
                options=("true", "false"),
            )
        )

    @property
    def sells_only_outputs(self) -> Truth:
        """Whether the plan sells outputs and nothing else, under a license that permits to sell them: then it is the clauses
        about outputs that decide, not the limits on the use of the model itself."""
        if not any(term.effect == "permit" for term in self.license.terms_of("output_ownership")):
            return FALSE
        return self.stated("sell_outputs") & Truth(OUTPUTS_ONLY_ACTS.issuperset(self.use.acts or ()))

    @property
    def commercial_with_materials(self) -> Truth:
        """Whether the model itself is used commercially."""
        return self.commercial & ~self.sells_only_outputs

    def purpose_is(self, *purposes: str) -> Truth:
        """Whether the stated purpose is one of these."""
        if self.use.purpose is not None:
            return Truth(self.use.purpose in purposes)
        answers: tuple[Answer, ...] = tuple((("/purpose", purpose),) for purpose in PURPOSES)
        return self.missing(
            Gap(
                cause="missing_input",
                key=f"/purpose:{','.join(purposes)}",
                text="For what purpose is the model used: research, evaluation, personal use, internal business, production?",
                input="/purpose",
                answers=answers,
                options=PURPOSES,
            )
        )

    def applies_if(self, term: Term) -> Truth:
        """Whether the term's own condition (commercial use, so far) is met."""
        wanted = term.record("applies_if").get("commercial")
        if wanted is None:
            return TRUE
        return self.commercial if wanted else ~self.commercial

    def has_business_type(self, term: Term) -> Truth:
        """Whether the licensee runs a business of a type that the term names; true where it names none."""
        named = term.words("business_types")
        if not named:
            return TRUE
        if self.use.organization.business_types is not None:
            return Truth(any(word in self.use.organization.business_types for word in named))
        at = "/organization/business_types"
        return self.missing(
            Gap(
                cause="missing_input",
                key=f"{at}:{','.join(named)}",
                text=f"Do you or an affiliate {' or '.join(BUSINESSES[word] for word in named)}?",
                input=at,
                answers=(((at, ()),), *(((at, (word,)),) for word in named)),
                options=named,
            )
        )

    def concerns_model(self, term: Term) -> Truth:
        """Whether the term is about models such as this one (multimodal ones, or one family)."""
        record = term.record("applies_to_models")
        truths = []
        if "modality" in record:
            truths.append(self._fact_of_model(self.carrier.is_multimodal, what="takes or makes more than text (multimodal)"))
        if "family" in record:
            wanted, family = str(record["family"]), self.carrier.family
            belongs = None if family is None else family == wanted or family.startswith(f"{wanted}-")
            truths.append(self._fact_of_model(belongs, what=f"belongs to the family {wanted}"))
        return all_of(truths)

    def _fact_of_model(self, value: bool | None, *, what: str) -> Truth:
        if value is not None:
            return Truth(value)
        bare = not self.carrier.slug
        return self.missing(
            Gap(
                cause="missing_input",
                key=f"/subject:{'/'.join(step.slug for step in self.reaching.via)}:{what}",
                text=f"Which model is it? The clause turns on whether it {what}.",
                input="/subject/variant" if bare else None,
            )
        )

    def exempt(self, term: Term) -> Truth:
        """Whether an exemption of the term is claimed and holds."""
        return any_of(self._exemption(word) for word in term.words("exempt_if"))

    def _exemption(self, word: str) -> Truth:
        if word == "internal_use":
            outward = any(act in OUTWARD_ACTS for act in self.use.acts or ())
            return FALSE if outward else self.stated("internal_only")
        if word == "via_licensor_or_certified_partner":
            return self._via_certified_partner
        if word == "nonprofit_noncommercial_or_research":
            return self._nonprofit
        return Truth(self.use.received == "integrated_end_user_product")

    @property
    def _via_certified_partner(self) -> Truth:
        if self.use.received != "via_third_party_api":
            return Truth(self.use.received == "via_licensor_or_certified_partner")
        options = ("via_licensor_or_certified_partner", "via_uncertified_third_party_api")
        return self.missing(
            Gap(
                cause="missing_input",
                key="/received",
                text=f"Is the third party whose API is used {self.license.licensor} itself or one of its certified partners?",
                input="/received",
                answers=tuple((("/received", option),) for option in options),
                options=options,
            )
        )

    @property
    def _nonprofit(self) -> Truth:
        free = Truth(self.use.commercial is False) | Truth(self.use.purpose in ("research", "academic"))
        return free & self.missing(Gap(cause="missing_input", key="nonprofit", text="Is the licensee a qualified nonprofit organization?"))


BUSINESSES = {
    "model_as_a_service": "operate a Model-as-a-Service business (giving third parties control over inputs, parameters or training data)",
    "ai_work_assistant": "offer an AI work assistant",
    "software_service_provider": "provide software as a service",
    "cloud_service_provider": "provide cloud services",
    "competes_with_licensor": "offer products that compete with the licensor's",
    "image_generation": "run image generation or editing as a core business",
}
