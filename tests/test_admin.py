"""The administration: in Vietnamese, searched without diacritics, lists at a constant price, changes on record."""

import gettext
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import ChangeLogEntry, User
from config.navigation import area_name
from reports.models import Notification, Submission
from schools.models import Membership, Organisation, School
from tests.factories import (
    PASSWORD,
    CommuneFactory,
    ExtensionFactory,
    IndicatorFactory,
    MembershipFactory,
    MilestoneFactory,
    NationalStandardFactory,
    NotificationFactory,
    OrganisationFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    SummaryFileFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CATALOGUE = Path(__file__).resolve().parent.parent / "config" / "locale" / "vi" / "LC_MESSAGES" / "django"
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
READ_ONLY = ["accounts.ChangeLogEntry", *(m._meta.label for m in REGISTERED if m._meta.app_label == "reports")]


def _url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def _label(model):
    return model._meta.label


@pytest.fixture
def administrator():
    area_name()
    return UserFactory(username="quanly", full_name="Người Quản Trị", is_staff=True, is_superuser=True)


@pytest.fixture
def reader(login_as, administrator):
    return login_as(administrator)


def _fill():
    """One row of everything the administration shows."""
    submission = SubmissionFactory(submitted=True)
    plan = submission.period.plan
    period = submission.period
    MembershipFactory(organisation=submission.organisation)
    NationalStandardFactory(school=submission.organisation.school)
    ReportingPeriodFactory(plan=plan, position=2)
    PlanReporterFactory(plan=plan)
    OutlineSectionFactory(plan=plan)
    TaskFactory(plan=plan, lead=plan.issuer)
    PlanIndicatorFactory(plan=plan, task=TaskFactory(plan=plan))
    MilestoneFactory(target=TargetFactory(plan=plan), period=period)
    SubmissionEventFactory(submission=submission)
    ExtensionFactory(submission=submission)
    NotificationFactory(submission=submission)
    SummaryFileFactory()
    PlanFactory().relations.model.objects.create(
        plan=plan,
        kind="mentions",
        to_document=plan.relations.model.to_document.field.related_model.objects.create(subject="Văn bản"),
    )
    submission.versions.create(revision=1, content={}, sha256="0" * 64, created_at=submission.submitted_at)


class TestAccess:
    def test_anonymous_visitors_log_in_on_the_one_login_page(self, client):
        response = client.get("/admin/", follow=True)

        assert [url for url, _ in response.redirect_chain] == ["/admin/login/?next=/admin/", "/login/?next=/admin/"]

    def test_a_member_without_staff_rights_is_refused(self, login_as):
        client = login_as(UserFactory())

        assert client.get("/admin/", follow=True).status_code == 403

    def test_the_index_speaks_vietnamese_and_names_no_organisation(self, reader):
        page = reader.get("/admin/").content.decode()

        assert "Quản trị cổng" in page
        assert [
            name for name in ("Đơn vị", "Trường học", "Kế hoạch", "Kỳ báo cáo", "Nhật ký thay đổi") if name not in page
        ] == []
        assert re.findall(r"Auditlog|Axes|Groups|>Recent actions<|Toggle theme|Skip to", page) == []


class TestPages:
    @pytest.mark.parametrize("model", REGISTERED, ids=_label)
    def test_the_list_opens_and_answers_a_search(self, reader, model):
        _fill()

        assert reader.get(_url(model, "changelist")).status_code == 200
        assert reader.get(_url(model, "changelist"), {"q": "Cẩm"}).status_code == 200

    @pytest.mark.parametrize("model", REGISTERED, ids=_label)
    def test_the_page_of_an_object_opens(self, reader, model):
        _fill()
        row = model._default_manager.first()

        assert row is not None
        assert reader.get(_url(model, "change", row.pk)).status_code == 200

    @pytest.mark.parametrize("model", REGISTERED, ids=_label)
    def test_lists_cost_the_same_however_long_they_are(self, reader, model, django_assert_num_queries):
        _fill()
        reader.get(_url(model, "changelist"))  # content types are remembered from here on
        with CaptureQueriesContext(connection) as before:
            reader.get(_url(model, "changelist"))
        _fill()

        with django_assert_num_queries(len(before)):
            reader.get(_url(model, "changelist"))

    @pytest.mark.parametrize("label", READ_ONLY)
    def test_history_can_be_looked_at_and_nothing_else(self, reader, label):
        _fill()
        model = next(model for model in REGISTERED if model._meta.label == label)
        row = model._default_manager.first()
        before = model._default_manager.count()

        codes = [
            reader.get(_url(model, "add")).status_code,
            reader.post(_url(model, "change", row.pk), {}).status_code,
            reader.post(_url(model, "delete", row.pk), {"post": "yes"}).status_code,
        ]

        assert codes == [403, 403, 403]
        assert model._default_manager.count() == before

    def test_the_state_of_a_report_cannot_be_set_here(self, reader):
        submission = SubmissionFactory(submitted=True)

        reader.post(_url(Submission, "change", submission.pk), {"status": "accepted"})
        submission.refresh_from_db()

        assert submission.status == "submitted"
        assert 'name="status"' not in reader.get(_url(Submission, "change", submission.pk)).content.decode()


class TestSearch:
    @pytest.mark.parametrize("query", ["cam vu", "CẨM VŨ", "Cẩm Vũ"])
    def test_diacritics_do_not_matter(self, reader, query):
        wanted = SchoolFactory(name="MN Cẩm Vũ", commune=CommuneFactory(short_name="Xã Một"))
        SchoolFactory(name="MN Cẩm Văn", commune=CommuneFactory(short_name="Xã Hai"))

        found = reader.get(_url(School, "changelist"), {"q": query}).context["cl"].result_list

        assert list(found) == [wanted]

    def test_the_choice_of_an_organisation_searches_the_same_way(self, reader):
        OrganisationFactory(short_name="Đơn vị Đức Chính")
        OrganisationFactory(short_name="Đơn vị Cẩm Vũ")

        answer = reader.get(
            reverse("admin:autocomplete"),
            {"app_label": "schools", "model_name": "membership", "field_name": "organisation", "term": "duc chinh"},
        ).json()

        assert [row["text"] for row in answer["results"]] == ["Đơn vị Đức Chính"]


class TestAccounts:
    def _create(self, client, **changed):
        fields = {"username": "moi", "full_name": "Vũ Thị Mới", "email": "", "phone": "", "usable_password": "true"}
        return client.post(_url(User, "add"), fields | {"password1": PASSWORD, "password2": PASSWORD} | changed)

    def test_a_new_account_must_set_its_own_password(self, reader):
        response = self._create(reader)
        user = User.objects.get(username="moi")

        assert response.status_code == 302
        assert (user.full_name, user.must_change_password) == ("Vũ Thị Mới", True)
        assert user.check_password(PASSWORD)

    def test_so_must_one_that_got_a_new_password(self, reader):
        user = UserFactory()

        reader.post(
            reverse("admin:auth_user_password_change", args=[user.pk]),
            {"usable_password": "true", "password1": "mat-khau-cap-lai", "password2": "mat-khau-cap-lai"},
        )
        user.refresh_from_db()

        assert (user.must_change_password, user.check_password("mat-khau-cap-lai")) == (True, True)

    def test_unlocking_forgets_the_wrong_passwords(self, reader):
        user = UserFactory(username="hoa")
        visitor = Client()
        for _ in range(10):
            visitor.post("/login/", {"username": "hoa", "password": "sai"})
        locked = visitor.post("/login/", {"username": "hoa", "password": PASSWORD}).status_code

        reader.post(_url(User, "changelist"), {"action": "unlock", "_selected_action": [user.pk]})

        assert locked == 429
        assert visitor.post("/login/", {"username": "hoa", "password": PASSWORD}).status_code == 302

    def test_whoever_edits_people_cannot_raise_themselves_or_take_over_an_administrator(self, login_as, administrator):
        clerk = UserFactory(is_staff=True)
        clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
        client = login_as(clerk)
        url = reverse("admin:auth_user_password_change", args=[administrator.pk])

        taken = client.post(
            url, {"usable_password": "true", "password1": "lay-tai-khoan-1", "password2": "lay-tai-khoan-1"}
        )
        client.post(
            _url(User, "change", clerk.pk),
            {"username": clerk.username, "full_name": clerk.full_name, "is_active": "on", "is_superuser": "on"},
        )
        clerk.refresh_from_db()
        administrator.refresh_from_db()

        assert taken.status_code == 403
        assert administrator.check_password(PASSWORD)
        assert clerk.is_superuser is False


class TestChangeLog:
    def test_a_change_is_on_record_with_its_author_and_both_values(self, reader, administrator):
        school = SchoolFactory(name="MN Cẩm Vũ")
        membership = MembershipFactory(organisation=school.organisation, role="clerk")
        ChangeLogEntry.objects.all().delete()

        reader.post(
            _url(Membership, "change", membership.pk),
            {"user": membership.user_id, "organisation": school.organisation_id, "role": "principal"},
        )
        entry = ChangeLogEntry.objects.get()
        page = reader.get(_url(ChangeLogEntry, "change", entry.pk)).content.decode()

        assert (entry.actor, entry.action) == (administrator, ChangeLogEntry.Action.UPDATE)
        assert entry.changes == {"role": ["clerk", "principal"]}
        assert "Văn thư → Hiệu trưởng" in page

    def test_a_deletion_stays_on_record(self, reader):
        organisation = OrganisationFactory(short_name="Đơn vị thừa")
        reader.post(_url(Organisation, "delete", organisation.pk), {"post": "yes"})

        entry = ChangeLogEntry.objects.filter(action=ChangeLogEntry.Action.DELETE).get()

        assert entry.object_repr == "Đơn vị thừa"

    def test_the_history_of_an_object_leads_to_its_entries_only(self, reader):
        one, other = OrganisationFactory(short_name="Đơn vị Một"), OrganisationFactory(short_name="Đơn vị Hai")

        history = reader.get(_url(Organisation, "history", one.pk)).content.decode()
        link = re.search(r'href="(/admin/accounts/changelogentry/[^"]+)"', history)[1].replace("&amp;", "&")
        rows = reader.get(link).context["cl"].result_list

        assert [row.object_repr for row in rows] == ["Đơn vị Một"]
        assert ChangeLogEntry.objects.filter(object_repr=other.short_name).count() == 1

    def test_no_password_and_no_login_is_written_into_it(self, client):
        user = UserFactory(username="hoa")
        ChangeLogEntry.objects.all().delete()

        client.post("/login/", {"username": "hoa", "password": PASSWORD})
        user.refresh_from_db()
        user.set_password("mat-khau-khac-han")
        user.save()

        assert user.last_login is not None
        assert list(ChangeLogEntry.objects.all()) == []


def test_models_nobody_should_edit_by_hand_are_not_offered(reader):
    for name in ("auth_group", "axes_accessattempt", "auditlog_logentry"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_changelist")


def test_the_compiled_words_are_those_of_the_readable_catalogue():
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M)
    plurals = re.findall(r'^msgid "(.+)"\nmsgid_plural "(.+)"\nmsgstr\[0\] "(.*)"$', text, re.M)

    assert len(pairs) > 50
    assert [(source, compiled.gettext(source)) for source, _ in pairs] == pairs
    assert [(one, many, compiled.ngettext(one, many, 2)) for one, many, _ in plurals] == plurals


def test_notifications_are_listed_by_the_person_they_went_to(reader):
    wanted = NotificationFactory(recipient=UserFactory(full_name="Vũ Thị Hòa"))
    NotificationFactory(recipient=UserFactory(full_name="Lê Văn Lan"))

    found = reader.get(_url(Notification, "changelist"), {"q": "hoa"}).context["cl"].result_list

    assert list(found) == [wanted]


def test_indicators_are_found_by_code(reader):
    wanted = IndicatorFactory(code="B04")
    IndicatorFactory(code="B05")

    page = reader.get("/admin/plans/indicator/", {"q": "b04"})

    assert list(page.context["cl"].result_list) == [wanted]


@pytest.mark.parametrize(
    ("typed", "stored"), [("7512,5", "7512.5"), ("7.512.000,5", "7512000.5"), ("7512.5", "7512.5")]
)
def test_decimals_are_typed_and_shown_with_a_comma(reader, typed, stored):
    school = SchoolFactory()
    fields = {"organisation": school.organisation_id, "levels": "MN", "campuses": 1}
    forms = {f"{prefix}-{name}_FORMS": 0 for prefix in ("yearly_facts", "standards") for name in ("TOTAL", "INITIAL")}
    place = school.affiliations.get()
    forms |= {"affiliations-TOTAL_FORMS": 1, "affiliations-INITIAL_FORMS": 1, "affiliations-0-id": place.pk}
    forms |= {"affiliations-0-school": school.pk, "affiliations-0-commune": place.commune_id}

    response = reader.post(_url(School, "change", school.pk), fields | forms | {"land_area_m2": typed})
    school.refresh_from_db()
    page = reader.get(_url(School, "change", school.pk)).content.decode()

    assert response.status_code == 302
    assert school.land_area_m2 == Decimal(stored)
    assert f'value="{stored.replace(".", ",")}"' in page
