"""Which records rest on facts of a given standing."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from registry.models import Citation, HostingOffer, LicenseTerm


def has_mark(marks: Iterable[str]) -> Q:
    """Pages with a fact, a license term or an offer that carries one of the verification marks."""
    marks = list(marks)
    return (
        Q(pk__in=Citation.objects.filter(verification__in=marks).values("page_id"))
        | Q(pk__in=LicenseTerm.objects.filter(verification__in=marks).values("license_id"))
        | Q(pk__in=HostingOffer.objects.filter(verification__in=marks).values("model_id"))
    )


def variant_has_mark(marks: Iterable[str]) -> Q:
    """Variants with a fact of their own that carries one of the verification marks."""
    path = Concat(Value("variants/"), OuterRef("slug"), Value("/"))
    below = Citation.objects.filter(page_id=OuterRef("model_id"), verification__in=list(marks)).alias(path=path)
    return Q(Exists(below.filter(fact__startswith=F("path"))))
