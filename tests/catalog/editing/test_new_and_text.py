"""New pages, and whole pages as text."""

from django.test import Client

from registry.history import document_of
from registry.models import AIModel, Page, Revision
from tests.catalog.editing.browsing import opened, sent
from tests.factories import make_family, make_license, make_organization

YAML = "/partners/meta/edit/?as=yaml"


def test_a_red_link_leads_to_a_page_with_its_name(at_work: Client) -> None:
    assert "/new/organization/?name=Mistral%20AI" in at_work.get("/new/?name=Mistral+AI").content.decode()
    url = "/new/organization/?name=Mistral%20AI"
    assert opened(at_work, url)["f-name"] == ["Mistral AI"]
    source = {"source-title": "About", "source-url": "https://mistral.ai/about"}
    response = sent(at_work, url, opened(at_work, url), f__country="FR", **source)
    assert response["Location"] == "/partners/mistral-ai/"
    data = document_of(Page.objects.get(slug="mistral-ai")).as_data()
    assert data["evidence"] == {"record": {"sources": ["about"]}}
    assert sent(at_work, url, opened(at_work, url), f__country="FR", **source)["Location"] == "/partners/mistral-ai/"


def test_a_page_without_a_source_is_kept_as_a_draft_or_refused(at_work: Client) -> None:
    url = "/new/organization/"
    typed = {"f-name": "Mistral AI", "no_source": "on"}
    response = sent(at_work, url, opened(at_work, url), **typed)
    assert response.status_code == 422
    assert "A page needs a source to be published" in response.content.decode()
    assert sent(at_work, url, opened(at_work, url), f__state="draft", **typed).status_code == 302


def test_a_model_names_its_family_and_developers_or_is_told_what_is_near(at_work: Client) -> None:
    make_organization("meta", name="Meta Platforms")
    make_family("llama", name="Llama")
    url = "/new/model/"
    typed = {"f-name": "Llama 9", "f-family": "lama", "f-developers": ["meta platforms"], "f-state": "draft"}
    words = sent(at_work, url, opened(at_work, url), **typed).content.decode()
    assert "There is no family “lama”. Did you mean llama (Llama)?" in words
    assert '<a href="/new/family/?name=lama">' in words
    assert 'value="lama"' in words
    assert sent(at_work, url, opened(at_work, url), **{**typed, "f-family": "LLAMA"}).status_code == 302
    model = AIModel.objects.get(slug="llama-9")
    assert (model.family.slug, model.state) == ("llama", "draft")


def test_a_name_with_a_plus_means_the_page_that_has_one(at_work: Client) -> None:
    make_family("command-r", name="Command R")
    make_family("command-r-plus", name="Command R+")
    url = "/new/model/"
    for typed, slug in (("Command R+", "command-r-plus"), ("command r", "command-r")):
        fields = {"f-name": f"Of {slug}", "f-family": typed, "f-developers": ["meta"], "f-state": "draft"}
        assert sent(at_work, url, opened(at_work, url), **fields).status_code == 302
        assert AIModel.objects.get(slug=f"of-{slug}").family.slug == slug


def test_an_address_that_is_taken_is_said_at_its_field(at_work: Client) -> None:
    make_organization("meta")
    typed = {"f-name": "Meta", "f-state": "draft"}
    words = sent(at_work, "/new/organization/", opened(at_work, "/new/organization/"), **typed).content.decode()
    assert '<a href="#id_f-slug">Address</a>' in words


def test_there_is_no_form_for_an_unknown_kind(at_work: Client) -> None:
    assert at_work.get("/new/nonsense/").status_code == 404


def test_the_whole_page_is_changed_as_text(at_work: Client) -> None:
    page = make_organization("meta", summary="One.")
    fields = opened(at_work, YAML)
    assert sent(at_work, YAML, fields)["Location"] == "/partners/meta/"
    assert Revision.objects.filter(page=page).count() == 1
    text = fields["text"][0].replace("summary: One.", "summary: |-\r\n  Two.\r\n\r\n  Three.")
    assert sent(at_work, YAML, fields, text=text, do="preview").status_code == 200
    assert sent(at_work, YAML, fields, text=text).status_code == 302
    assert document_of(page).summary == "Two.\n\nThree."


def test_mistakes_in_the_text_are_said_with_their_lines_and_the_text_stays(at_work: Client) -> None:
    make_organization("meta")
    fields = opened(at_work, YAML)
    wrong = "kind: organization\nslug: meta\nname: Meta\nroles:\n  - devoloper\ncolour: blue\n"
    words = sent(at_work, YAML, fields, text=wrong).content.decode()
    assert "Line 5</a>: /roles/0:" in words
    assert "Line 6</a>: /colour: there is no such field" in words
    assert "devoloper" in words
    broken = sent(at_work, YAML, fields, text="kind: [\n").content.decode()
    assert "Line 2</a>: /: not valid YAML" in broken
    moved = sent(at_work, YAML, fields, text=fields["text"][0].replace("slug: meta", "slug: other")).content.decode()
    assert "Line 2</a>: /slug: stays “meta”" in moved


def test_a_page_that_is_named_and_does_not_exist_is_said_at_its_line(reviewing: Client) -> None:
    make_license()
    url = "/licenses/apache-2.0/edit/?as=yaml"
    fields = opened(reviewing, url)
    text = fields["text"][0].replace("category:", "predecessor: apache-1.1\r\ncategory:")
    words = sent(reviewing, url, fields, text=text).content.decode()
    assert f"Line {text[: text.index('predecessor')].count(chr(10)) + 1}</a>: There is no license" in words
