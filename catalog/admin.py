"""People, their tokens and their locked sign-ins in the admin."""

from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from catalog.models import ApiToken


@admin.register(User)
class PersonAdmin(DjangoUserAdmin, ModelAdmin):
    """Accounts and their roles. Only a superuser may change a superuser or make one."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    list_per_page = 50
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("is_active", "groups"), "description": "A disabled account is refused at once, and so are its tokens."}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Four roles are four boxes to tick."""
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: the history names people. An account that is not wanted any more is disabled."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An administrator who is no superuser may not take over the account of one."""
        if isinstance(obj, User) and obj.is_superuser and not (isinstance(request.user, User) and request.user.is_superuser):
            return False
        return super().has_change_permission(request, obj)


class LookAndDelete(ModelAdmin):
    """A list of rows that the product writes: they can be looked at and deleted, not added or changed."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(LookAndDelete):
    """Everyone's tokens, to be revoked by deleting. Secrets are not stored."""

    list_display = ("name", "token_key", "user", "scope", "created", "expiry")
    list_filter = ("scope",)
    list_select_related = ("user",)
    search_fields = ("name", "token_key", "user__username")
    fields = ("name", "token_key", "user", "scope", "created", "expiry")
    ordering = ("-created", "digest")


@admin.register(Authenticator)
class SecondFactorAdmin(LookAndDelete):
    """Second factors. Delete a person's when they have lost the phone."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = ("user", "type", "created_at", "last_used_at")
    ordering = ("user__username", "pk")


@admin.register(AccessAttempt)
class FailedSignInAdmin(LookAndDelete):
    """Failed sign-ins that are being counted. Delete a row to let the person try again before the 15 minutes are over."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    fields = ("username", "ip_address", "failures_since_start", "attempt_time", "user_agent")
    ordering = ("-attempt_time", "pk")
