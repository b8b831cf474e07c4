"""Articles: the free pages of the wiki."""

from django.contrib import admin

from registry.admin.filters import CareFilter, StateFilter
from registry.admin.pages import ABOUT, CARE, IDENTITY, PageAdmin, PageForm
from registry.documents.organizations import ArticleDocument
from registry.documents.page import WHOLE
from registry.forms.values import ProseField
from registry.models import Article


class ArticleForm(PageForm):
    """An article."""

    body = ProseField(rows=20, help_text="Markdown. [[Name of a page]] makes a link to it.")

    class Meta:
        model = Article
        fields = ()


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    """Articles of the wiki."""

    form = ArticleForm
    groups = (
        ("Article", {"fields": (*IDENTITY, "body")}),
        ("About it", {"classes": ("collapse",), "fields": ABOUT}),
        ("Care", {"classes": ("collapse",), "fields": CARE}),
    )
    list_display = ("name", "slug", "state", "review_due", "updated_at")
    list_filter = (CareFilter, StateFilter)
    ordering = ("name", "pk")
    facts = (WHOLE, *ArticleDocument.FACTS)
