"""Schools and communes over time: what was ends on the eve, what comes begins that day, and nothing is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from schools.changes import ChangeRefused, Intent, NewBody, symbol_of
from schools.enums import ChangeKind, ChangeSide
from schools.histories import history_of, story
from schools.models import Membership, Organisation, OrganisationChange, School
from schools.services.changing.carrying_out import carry_out
from schools.services.changing.preview import consequences_of
from schools.services.changing.problems import problems_of
from tests.factories import (
    CommuneFactory,
    MembershipFactory,
    NationalStandardFactory,
    OfficeFactory,
    OrganisationChangeFactory,
    OrganisationChangePartyFactory,
    OrganisationProfileFactory,
    SchoolFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db

COMMUNE_KINDS = [kind for kind in ChangeKind.values if kind != "moved"]
DAY = dt.date(2019, 12, 1)
EVE = dt.date(2019, 11, 30)
DECISION = "NQ 788/NQ-UBTVQH14 ngày 16/10/2019"


def _do(kind, what="school", **words):
    return carry_out(intent=_wish(kind, what, **words), by=None)


def _wish(kind, what="school", **words):
    words["sources"] = tuple(getattr(body, "organisation", body) for body in words.get("sources", ()))
    return Intent(kind=ChangeKind(kind), what=what, on=words.pop("on", DAY), decision=DECISION, **words)


def _new(short_name="TH Định Sơn", code="th-dinh-son", **words):
    return NewBody(code=code, name=f"Trường {short_name}", short_name=short_name, **{"levels": "TH", **words})


def _commune(name="Định Sơn", code="10918"):
    return NewBody(code=code, name=f"Xã {name}", short_name=name)


@pytest.fixture
def commune():
    return CommuneFactory(short_name="Cẩm Định")


@pytest.fixture
def pair(commune):
    """Two primary schools of one commune, with land and campuses."""
    return [
        SchoolFactory(name=name, levels="TH", commune=commune, campuses=2, land_area_m2=area)
        for name, area in (("TH Cẩm Định", "5000"), ("TH Cẩm Sơn", "4000"))
    ]


class TestMerging:
    def test_two_schools_become_a_new_one(self, pair, commune):
        NationalStandardFactory(school=pair[0])

        change = _do("merged", sources=pair, new=(_new(commune=commune),))

        heir = School.objects.get(organisation__code="th-dinh-son")
        assert {body.valid_to for body in Organisation.objects.filter(school__in=pair)} == {EVE}
        assert (heir.organisation.valid_from, heir.campuses, heir.land_area_m2) == (DAY, 4, 9000)
        assert (heir.commune_on(EVE), heir.commune_on(DAY)) == (None, commune)
        assert [pair[0].commune_on(EVE), pair[0].commune_on(DAY)] == [commune, None]
        assert story(change) == "TH Cẩm Định, TH Cẩm Sơn → TH Định Sơn"
        assert pair[0].standards.count() == 1
        assert heir.standards.count() == 0

    def test_one_of_them_can_take_the_other_in(self, pair):
        _do("merged", sources=pair, into=pair[0].organisation)

        ends = dict(Organisation.objects.filter(school__in=pair).values_list("short_name", "valid_to"))
        assert ends == {"TH Cẩm Định": None, "TH Cẩm Sơn": EVE}

    def test_people_move_only_when_somebody_says_so(self, pair, commune):
        stays, leaves = (MembershipFactory(organisation=school.organisation) for school in pair)

        _do("merged", sources=pair, new=(_new(commune=commune),), people=(stays,))

        assert set(Membership.objects.filter(pk__in=[stays.pk, leaves.pk]).values_list("ends_on", flat=True)) == {EVE}
        moved = Membership.objects.get(organisation__code="th-dinh-son")
        assert (moved.user, moved.role, moved.starts_on) == (stays.user, "principal", DAY)

    def test_the_letterhead_is_carried_with_the_new_name(self, pair, commune):
        OrganisationProfileFactory(organisation=pair[0].organisation, superior_header="CƠ QUAN CẤP TRÊN", symbol="THCĐ")

        _do("merged", sources=pair, new=(_new(commune=commune),))

        words = Organisation.objects.get(code="th-dinh-son").profile_on(DAY)
        assert (words.header_name, words.superior_header, words.symbol) == (
            "TRƯỜNG TH ĐỊNH SƠN",
            "CƠ QUAN CẤP TRÊN",
            "THĐS",
        )
        assert pair[0].organisation.profiles.get().valid_to == EVE

    def test_communes_bring_their_schools(self, pair, commune):
        other = CommuneFactory(short_name="Cẩm Sơn")
        third = SchoolFactory(name="MN Cẩm Sơn", commune=other)

        _do("merged", "commune", sources=[commune, other], new=(_commune(),))

        heir = Organisation.objects.get(short_name="Định Sơn")
        places = {school: (school.commune_on(EVE), school.commune_on(DAY)) for school in (*pair, third)}
        assert places == {pair[0]: (commune, heir), pair[1]: (commune, heir), third: (other, heir)}

    def test_a_code_goes_on_to_the_body_that_takes_over(self, pair, commune):
        """The statistics office gives codes out again (domain reference §5.6)."""
        code = commune.code

        _do("merged", "commune", sources=[commune, CommuneFactory()], new=(_commune(code=code),))

        assert set(Organisation.objects.filter(code=code).values_list("valid_from", "valid_to")) == {
            (None, EVE),
            (DAY, None),
        }


class TestOtherKinds:
    def test_a_school_gives_away_a_part(self, pair, commune):
        _do("split", sources=[pair[0]], into=pair[0].organisation, new=(_new("TH Cẩm Định 2", "x", commune=commune),))

        assert pair[0].organisation.change_parties.count() == 2
        assert Organisation.objects.get(pk=pair[0].organisation_id).valid_to is None
        assert School.objects.get(organisation__code="x").organisation.valid_from == DAY

    def test_a_commune_is_split_and_every_school_has_a_home(self, pair, commune):
        new = (_commune("Một", "1"), _commune("Hai", "2"))

        _do("split", "commune", sources=[commune], new=new, homes={pair[0].pk: 0, pair[1].pk: 1})

        assert [school.commune_on(DAY).short_name for school in pair] == ["Một", "Hai"]

    def test_a_new_name_leaves_the_old_one_to_older_documents(self, pair):
        body = pair[0].organisation
        OrganisationProfileFactory(organisation=body, superior_header="TRÊN")

        _do("renamed", sources=[body], new=(NewBody("", "Trường Tiểu học Định Sơn", "TH Định Sơn"),))

        body.refresh_from_db()
        names = {day: body.profile_on(day).header_name for day in (EVE, DAY)}
        assert names == {EVE: "TH CẨM ĐỊNH", DAY: "TRƯỜNG TIỂU HỌC ĐỊNH SƠN"}
        assert (body.short_name, body.valid_to) == ("TH Định Sơn", None)
        assert Organisation.objects.matching("dinh son").get() == body

    def test_a_school_moves_to_another_commune(self, pair, commune):
        there = CommuneFactory()

        _do("moved", sources=pair, commune=there)

        assert [(school.commune_on(EVE), school.commune_on(DAY)) for school in pair] == [(commune, there)] * 2

    def test_a_closed_school_ends_with_its_seats(self, pair):
        seat = MembershipFactory(organisation=pair[0].organisation)

        _do("closed", sources=[pair[0]])

        seat.refresh_from_db()
        assert (seat.ends_on, pair[0].commune_on(DAY)) == (EVE, None)

    def test_a_school_is_founded(self, commune, pair):
        change = _do("founded", new=(_new("TH Mới", "th-moi", commune=commune),))

        assert School.objects.get(organisation__code="th-moi").commune_on(DAY) == commune
        assert list(change.parties.values_list("side", flat=True)) == [ChangeSide.AFTER]


class TestRefusals:
    def test_everything_that_speaks_against_it_is_said_at_once(self, pair, commune):
        ended = SchoolFactory(name="TH Cũ", organisation__valid_to=dt.date(2018, 8, 31)).organisation
        late = SchoolFactory(name="TH Mới", organisation__valid_from=dt.date(2020, 1, 1)).organisation
        taken = SchoolFactory(name="TH Khác", organisation__code="th-khac")
        sources = [ended, late, pair[0], pair[0]]

        found = problems_of(_wish("merged", sources=sources, new=(_new(code="th-khac"),)), DAY)

        for words in (
            "Một đơn vị được chọn hai lần",
            "TH Cũ đã kết thúc ngày 31/08/2018",
            "TH Mới có từ 01/01/2020",
            "Mã th-khac đang thuộc một đơn vị khác",
            "chọn địa bàn",
        ):
            assert any(words in problem for problem in found), (words, found)
        assert taken.organisation.valid_to is None

    def test_a_commune_with_schools_is_not_closed(self, pair, commune):
        with pytest.raises(ChangeRefused, match="TH Cẩm Sơn: chưa có địa bàn"):
            _do("closed", "commune", sources=[commune])
        commune.refresh_from_db()
        assert commune.valid_to is None

    def test_changes_are_told_in_the_order_of_time(self, pair):
        _do("moved", sources=[pair[0]], commune=CommuneFactory(), on=dt.date(2020, 1, 1))

        with pytest.raises(ChangeRefused, match="thứ tự thời gian"):
            _do("closed", sources=[pair[0]])

    def test_of_two_people_the_second_finds_it_done(self, pair, commune):
        intent = _wish("merged", sources=pair, new=(_new(commune=commune),))
        carry_out(intent=intent, by=None)

        with pytest.raises(ChangeRefused, match="đã kết thúc"):
            carry_out(intent=intent, by=None)
        assert OrganisationChange.objects.count() == 1

    def test_a_new_name_is_not_told_ahead(self, pair):
        ahead = dt.date(2020, 1, 1)
        wish = _wish("renamed", sources=[pair[0]], new=(NewBody("", "Trường X", "X"),), on=ahead)

        assert problems_of(wish, ahead) == []
        assert any("từ ngày có hiệu lực" in text for text in problems_of(wish, DAY))


def test_the_preview_says_what_happens(pair, commune):
    MembershipFactory(organisation=pair[0].organisation)

    said = " ".join(consequences_of(_wish("merged", sources=pair, new=(_new(commune=commune),))))

    assert "TH Cẩm Sơn kết thúc hết ngày 30/11/2019" in said
    assert "Trường TH Định Sơn (mã th-dinh-son) bắt đầu từ 01/12/2019, thuộc Cẩm Định" in said
    assert "1 vai trò ở đơn vị kết thúc hết hiệu lực" in said
    assert "Không ai được chuyển" in said


def test_the_history_leads_from_one_to_the_other(pair, commune):
    _do("merged", sources=pair, new=(_new(commune=commune),))
    heir = Organisation.objects.get(code="th-dinh-son")

    came, went = history_of(heir)[0], history_of(pair[0].organisation)[0]

    assert (came.words, [str(body) for body in came.others]) == ("Sáp nhập từ", ["TH Cẩm Định", "TH Cẩm Sơn"])
    assert (went.words, went.others) == ("Sáp nhập vào", [heir])


@pytest.mark.parametrize(("name", "symbol"), [("TH Cẩm Vũ", "THCV"), ("TH Lai Cách 2", "THLC2")])
def test_symbols_follow_the_pattern(name, symbol):
    assert symbol_of(name) == symbol


class TestPages:
    @pytest.fixture
    def officer(self, login_as):
        return login_as(member(OfficeFactory(), "officer"))

    def _url(self, kind, what, *bodies):
        found = "&".join(f"from={body.pk}" for body in bodies)
        return f"{reverse('change_new', args=[kind, what])}?{found}"

    def test_a_merger_is_previewed_and_then_done(self, officer, pair, commune):
        url = self._url("merged", "school", *(school.organisation for school in pair))
        typed = {"on": "01/12/2019", "decision": DECISION, "new0_name": "Trường TH Định Sơn"}
        typed |= {"new0_short_name": "TH Định Sơn", "new0_code": "ds", "new0_levels": "TH", "new0_commune": commune.pk}

        preview = officer.post(url, typed)
        nothing = OrganisationChange.objects.exists()
        done = officer.post(url, typed | {"agreed": preview.context["token"]}, follow=True)

        assert "kết thúc hết ngày 30/11/2019" in preview.content.decode()
        assert nothing is False
        assert "TH Cẩm Định, TH Cẩm Sơn → TH Định Sơn" in done.content.decode()
        page = officer.get(reverse("school_detail", args=[pair[0].pk])).content.decode()
        assert "Sáp nhập vào" in page
        assert "Trường đã kết thúc hết ngày 30/11/2019" in page

    def test_what_was_agreed_to_is_what_is_done(self, officer, pair):
        url = self._url("closed", "school", pair[0].organisation)
        token = officer.post(url, {"on": "01/12/2019"}).context["token"]

        response = officer.post(url, {"on": "01/12/2018", "agreed": token})

        assert response.status_code == 200
        assert not OrganisationChange.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "what"),
        [
            (kind, what)
            for kind in ChangeKind.values
            for what in ("school", "commune")
            if (kind, what) != ("moved", "commune")
        ],
    )
    def test_every_form_opens_and_an_empty_one_says_what_is_missing(self, officer, pair, kind, what):
        bodies = [school.organisation for school in pair] if what == "school" else CommuneFactory.create_batch(2)
        many = {"merged": 2, "founded": 0}.get(kind, 1)
        url = self._url(kind, what, *bodies[:many])

        assert officer.get(url).status_code == 200
        empty = officer.post(url, {})
        assert empty.status_code == 422
        assert "Có hiệu lực từ</a>: " in empty.content.decode()

    def test_bodies_are_chosen_first_and_found_by_their_name(self, officer, pair):
        SchoolFactory(name="MN Khác")

        page = officer.get(reverse("change_new", args=["merged", "school"]), {"q": "cam"}).content.decode()

        assert "TH Cẩm Sơn" in page
        assert "MN Khác" not in page

    def test_the_list_is_filtered_by_kind_and_name(self, officer, pair, commune):
        _do("closed", sources=[pair[0]])
        _do("moved", sources=[pair[1]], commune=CommuneFactory())

        rows = officer.get(reverse("change_list"), {"q": "cam dinh"}).context["rows"]

        assert [change.kind for change, *_ in rows] == ["closed"]
        assert len(officer.get(reverse("change_list"), {"kind": "moved"}).context["rows"]) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, login_as, count, django_assert_num_queries):
        for _ in range(count):
            change = OrganisationChangeFactory()
            OrganisationChangePartyFactory.create_batch(2, change=change)
        client = login_as(UserFactory())
        client.get(reverse("change_list"))

        with django_assert_num_queries(7):
            client.get(reverse("change_list"))
