"""Forms of people and seats."""

import re
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from schools.enums import DEPUTISED, Role, roles_of
from schools.models import Membership, Organisation
from schools.people_queries import by_invitation, idle_since
from schools.people_rights import Reach
from schools.widgets import plain_select
from vietnamese.forms import NFCCharField, VietnameseDateField
from vietnamese.text import nfc, search_key

_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}")
MAIL, SLIP = "mail", "slip"
WAYS = ((MAIL, "Gửi thư mời có liên kết đặt mật khẩu"), (SLIP, "In phiếu có mật khẩu lần đầu"))
STATES = (("now", "Đang giữ"), ("ahead", "Chưa đến ngày"), ("over", "Đã thôi"), ("all", "Mọi thời gian"))
INVITED = (
    ("none", "Chưa mời"),
    ("waiting", "Chờ gửi"),
    ("sent", "Đã gửi, chưa dùng"),
    ("printed", "Đã in phiếu, chưa dùng"),
    ("expired", "Đã hết hạn"),
    ("failed", "Không gửi được"),
    ("used", "Đã vào cổng"),
)


def tidy_phone(text: str) -> str:
    """The number with single blanks.

    Raises:
        ValidationError: it is no telephone number.
    """
    phone = " ".join(text.split())
    if phone and not _PHONE.fullmatch(phone):
        raise ValidationError("Số điện thoại chỉ gồm chữ số, khoảng trắng, dấu chấm hoặc gạch nối.")
    return phone


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm người, đơn vị",
        method="matching",
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-sm",
                "placeholder": "Họ tên, tên đăng nhập, đơn vị (không cần dấu)",
                "type": "search",
            }
        ),
    )
    role = django_filters.ChoiceFilter(
        label="Vai trò", choices=Role, empty_label="Mọi vai trò", widget=plain_select(), field_name="role"
    )
    state = django_filters.ChoiceFilter(
        label="Thời gian", choices=STATES, empty_label=None, method="in_time", widget=plain_select()
    )
    invited = django_filters.ChoiceFilter(
        label="Lời mời", choices=INVITED, empty_label="Mọi lời mời", method="with_invitation", widget=plain_select()
    )
    idle = django_filters.NumberFilter(
        label="Chưa đăng nhập từ … ngày",
        method="idle_for",
        widget=forms.NumberInput(attrs={"class": "form-control form-control-sm", "min": "0", "max": "3650"}),
        min_value=0,
        max_value=3650,
    )
    unit = django_filters.NumberFilter(field_name="organisation_id", widget=forms.HiddenInput)

    class Meta:
        model = Membership
        fields: list[str] = []

    @property
    def qs(self) -> Any:
        """Without a choice of time, the seats held today."""
        found = super().qs
        return found if self.data.get("state") else found.in_force()

    def matching(self, queryset: Any, _name: str, value: str) -> Any:
        for word in search_key(nfc(value)).split():
            people, units = Q(user__search_key__contains=word), Q(organisation__search_key__contains=word)
            queryset = queryset.filter(people | units)
        return queryset

    def in_time(self, queryset: Any, _name: str, value: str) -> Any:
        today = timezone.localdate()
        if value == "now":
            return queryset.in_force(today)
        if value == "ahead":
            return queryset.filter(starts_on__gt=today)
        return queryset.filter(ends_on__lt=today) if value == "over" else queryset

    def with_invitation(self, queryset: Any, _name: str, value: str) -> Any:
        return by_invitation(queryset, value)

    def idle_for(self, queryset: Any, _name: str, value: Any) -> Any:
        return queryset.filter(idle_since(int(value)))


class _PersonForm(forms.Form):
    """Who a person is; the address may stay empty when a slip is printed."""

    full_name = NFCCharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False, max_length=254)
    phone = forms.CharField(label="Điện thoại", required=False, max_length=20)
    decision = NFCCharField(
        label="Quyết định, căn cứ", required=False, max_length=120, help_text="Ví dụ: Quyết định số 12/QĐ-UBND."
    )
    way = forms.ChoiceField(label="Cách vào cổng lần đầu", choices=WAYS, initial=MAIL, widget=forms.RadioSelect)
    known = forms.BooleanField(label="Đúng người này, giao thêm vai trò", required=False)

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_phone(self) -> str:
        return tidy_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == MAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Gửi thư mời thì phải có địa chỉ; chưa có địa chỉ thì chọn in phiếu.")
        return data


class InviteForm(_PersonForm):
    unit: Any = forms.ModelChoiceField(
        label="Đơn vị", queryset=Organisation.objects.none(), empty_label="Chọn đơn vị", widget=plain_select()
    )
    role = forms.ChoiceField(label="Vai trò", choices=(), widget=plain_select())
    is_deputy = forms.BooleanField(label="Cấp phó (ký thay người đứng đầu)", required=False)
    starts_on = VietnameseDateField(label="Từ ngày", required=False, help_text="Để trống: có quyền ngay.")
    ends_on = VietnameseDateField(label="Đến hết ngày", required=False, help_text="Để trống: chưa định ngày thôi.")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        units = reach.organisations().in_force(timezone.localdate())
        unit: Any = self.fields["unit"]
        unit.queryset = units.order_by("sort_key", "pk")
        role: Any = self.fields["role"]
        role.choices = [("", "Chọn vai trò"), *((r, r.label) for r in Role if self._may_appear(r))]

    def _may_appear(self, role: Role) -> bool:
        if self.reach.is_administrator:
            return True
        if self.reach.offices:
            return role not in (Role.ADMINISTRATOR, Role.LEADER)
        return role in (Role.PRINCIPAL, Role.CLERK)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit, role, deputy = data.get("unit"), data.get("role"), bool(data.get("is_deputy"))
        if unit is None or not role:
            return data
        if role not in roles_of(unit.kind):
            self.add_error("role", "Đơn vị này không có vai trò đã chọn.")
        elif deputy and role not in DEPUTISED:
            self.add_error("is_deputy", "Vai trò này không có cấp phó.")
        elif not self.reach.gives(unit, role, is_deputy=deputy):
            self.add_error("role", "Thầy/cô không được giao vai trò này ở đơn vị này.")
        return data


class HandOverForm(_PersonForm):
    last_day = VietnameseDateField(label="Người cũ làm đến hết ngày")


class TermForm(forms.Form):
    starts_on = VietnameseDateField(label="Từ ngày", required=False)
    ends_on = VietnameseDateField(label="Đến hết ngày", required=False)
    is_deputy = forms.BooleanField(label="Cấp phó (ký thay người đứng đầu)", required=False)
    decision = NFCCharField(label="Quyết định, căn cứ", required=False, max_length=120)


class AddressForm(forms.Form):
    """A new address for somebody who was never in."""

    email = forms.EmailField(label="Địa chỉ thư đúng", max_length=254)


class EndForm(forms.Form):
    when = forms.ChoiceField(
        label="Thôi từ khi nào",
        choices=(("day", "Làm đến hết ngày"), ("now", "Thôi ngay bây giờ")),
        initial="day",
        widget=forms.RadioSelect,
    )
    last_day = VietnameseDateField(label="Ngày cuối", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == "day" and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Ghi ngày cuối, hoặc chọn thôi ngay.")
        return data


class FirstPasswordForm(SetPasswordForm):
    """The password a new person chooses on following the link of the invitation."""
