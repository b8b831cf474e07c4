"""What people say about a page beside its facts: threads of comments, and dated remarks."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from registry.models.pages import Page


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about comments."""

    def threads(self) -> "CommentQuerySet":
        """The comments that begin a thread: what is open first and of that the newest, then what was resolved last."""
        return self.filter(parent=None).order_by(models.F("resolved_at").desc(nulls_first=True), "-created_at", "-pk")

    def unresolved(self) -> "CommentQuerySet":
        """Threads that still ask for something."""
        return self.filter(parent=None, resolved_at=None, withdrawn_at=None)


class Comment(models.Model):
    """A comment on a page or on one of its facts. A reply hangs below the comment that began the thread; the thread is resolved as one."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    fact = models.CharField(max_length=500, blank=True, help_text="Such as variants/llama-2-7b/license; empty for the page.")
    body = models.TextField(max_length=5_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by_name = models.CharField(max_length=200, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(fact="", resolved_at__isnull=True), name="comment_reply_follows_its_thread"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_name="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
                name="comment_withdrawn_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["page", "-created_at"], name="comment_on_page")]

    def __str__(self) -> str:
        return f"{self.by_name} on {self.page_id}"


class MentionQuerySet(models.QuerySet["Mention"]):
    """Questions about mentions."""

    def unseen(self, person: AbstractBaseUser) -> "MentionQuerySet":
        """Where a person was named and has not looked yet, newest first."""
        found = self.filter(person=person, seen_at=None, comment__withdrawn_at=None)
        return found.select_related("comment__page").order_by("-comment__created_at", "-pk")


class Mention(models.Model):
    """A person whom a comment names with @."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once_per_comment")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.comment_id}"


class JournalNoteQuerySet(models.QuerySet["JournalNote"]):
    """Questions about journal notes."""

    def listed(self) -> "JournalNoteQuerySet":
        """What stands, the latest day first."""
        return self.filter(withdrawn_at=None).order_by("-on", "-pk")


class JournalNote(models.Model):
    """A dated remark on a page: what happened on that day. It is no fact of the page and needs no source."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="journal")
    on = models.DateField()
    body = models.TextField(max_length=5_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="journal_notes")
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = JournalNoteQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="journal_note_says_something")]

    def __str__(self) -> str:
        return f"{self.on}: {self.page_id}"
