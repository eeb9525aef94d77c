"""Forms of the person: logging in, one's own password, one's own details."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError

from accounts.models import User

_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}")


def _helper(button: str) -> FormHelper:
    """The one layout of these forms: fields below each other and one button."""
    helper = FormHelper()
    helper.add_input(Submit("", button, css_id="submit"))
    return helper


class LoginForm(auth_forms.AuthenticationForm):
    """User name and password. The field composes and trims the name, so a name typed on a Mac is the same name."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa và chữ thường.",
        "inactive": "Tài khoản này đã ngừng hoạt động. Hãy liên hệ người quản trị.",
        "first_password_over": "Mật khẩu lần đầu đã hết hạn. Hãy đề nghị người đã giao phiếu mời lại.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        self.helper = _helper("Đăng nhập")
        self.helper.form_action = ""

    def confirm_login_allowed(self, user: Any) -> None:
        """Said only to whoever knows the password, so it tells nobody which accounts exist.

        Raises:
            ValidationError: the account is closed, or the password on its slip has run out.
        """
        super().confirm_login_allowed(user)
        if user.is_first_password_over:
            raise ValidationError(self.error_messages["first_password_over"], code="first_password_over")

    def prefill_password(self) -> None:
        """Let the page carry the password that stands in `initial`; only the published demo password ever does."""
        self.fields["password"].widget.render_value = True


class _OwnPasswordMixin:
    """A password that people chose themselves ends the duty to choose one."""

    user: User

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        self.user.first_password_until = None
        return super().save(commit)  # type: ignore[misc]


class OwnPasswordChangeForm(_OwnPasswordMixin, auth_forms.PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("Đổi mật khẩu")

    def clean_new_password1(self) -> str:
        """Refuse the password in use: whoever gave it out would still know it."""
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.", code="same_password")
        return password


class OwnPasswordResetForm(auth_forms.PasswordResetForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử"
        self.fields["email"].help_text = "Địa chỉ đã ghi trong hồ sơ tài khoản."
        self.helper = _helper("Gửi liên kết đặt lại")


class OwnSetPasswordForm(_OwnPasswordMixin, auth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper("Đặt mật khẩu")


class ProfileForm(forms.ModelForm):
    """What people may change about themselves. Seats are given by the administrator."""

    class Meta:
        model = User
        fields = ["full_name", "email", "phone"]
        help_texts = {
            "email": "Nhận nhắc hạn, biên nhận và liên kết đặt lại mật khẩu.",
            "phone": "Để cơ quan nhận báo cáo liên hệ khi cần.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["phone"].widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        self.helper = _helper("Lưu thay đổi")

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError("Số điện thoại chỉ gồm chữ số, khoảng trắng, dấu chấm hoặc gạch nối.")
        return phone
