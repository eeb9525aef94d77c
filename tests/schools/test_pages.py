"""The registry: finding a school, what is known about it, and who may know who acts for it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from config.navigation import area_name
from schools.permissions import can_view_people
from tests.factories import (
    CommuneFactory,
    NationalStandardFactory,
    OfficeFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _area_is_known(db):
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


LIST = "/schools/"


def _names(response):
    return [school.organisation.short_name for school in response.context["schools"]]


@pytest.fixture
def visitor(login_as):
    return login_as(UserFactory())


class TestList:
    def test_schools_stand_in_vietnamese_order(self, visitor):
        for name in ("TH Đức Chính", "TH Định Sơn", "MN Cẩm Vũ", "TH Dân Lập", "TH Ân Thi", "TH An Bình"):
            SchoolFactory(name=name)

        assert _names(visitor.get(LIST)) == [
            "MN Cẩm Vũ",
            "TH An Bình",
            "TH Ân Thi",
            "TH Dân Lập",
            "TH Định Sơn",
            "TH Đức Chính",
        ]

    def test_words_without_marks_find_the_school(self, visitor):
        SchoolFactory(name="MN Cẩm Vũ")
        SchoolFactory(name="MN Cẩm Văn")

        response = visitor.get(LIST, {"q": "cam vu"})

        assert _names(response) == ["MN Cẩm Vũ"]
        assert "1 trường phù hợp" in response.content.decode()

    @pytest.mark.parametrize(
        ("query", "first"),
        [("Cẩm Giàng", "TH Cẩm Giàng"), ("Cẩm Giang", "TH Cẩm Giang"), ("cẩm giàng", "TH Cẩm Giàng")],
    )
    def test_the_very_marks_typed_come_first(self, visitor, query, first):
        SchoolFactory(name="TH Cẩm Giàng")
        SchoolFactory(name="TH Cẩm Giang")

        names = _names(visitor.get(LIST, {"q": query}))

        assert names[0] == first
        assert sorted(names) == ["TH Cẩm Giang", "TH Cẩm Giàng"]

    def test_a_school_is_found_through_its_area(self, visitor):
        SchoolFactory(name="MN Hoa Sen", commune=CommuneFactory(short_name="Xã Lương Điền"))
        SchoolFactory(name="MN Hoa Mai")

        assert _names(visitor.get(LIST, {"q": "hoa luong dien"})) == ["MN Hoa Sen"]

    def test_filters_live_in_the_address_and_combined_schools_count_for_each_level(self, visitor):
        commune = CommuneFactory(short_name="Xã Một")
        SchoolFactory(name="TH và THCS Một", levels="TH THCS", commune=commune)
        SchoolFactory(name="THCS Hai", levels="THCS")
        SchoolFactory(name="MN Một", levels="MN", commune=commune)

        assert _names(visitor.get(LIST, {"level": "THCS"})) == ["TH và THCS Một", "THCS Hai"]
        assert _names(visitor.get(LIST, {"level": "THCS", "commune": commune.pk})) == ["TH và THCS Một"]

    def test_nothing_found_says_what_to_do(self, visitor):
        SchoolFactory(name="MN Cẩm Vũ")

        page = visitor.get(LIST, {"q": "không có trường này"}).content.decode()

        assert "Không có trường nào phù hợp" in page
        assert "MN Cẩm Vũ" not in page

    def test_a_hundred_and_first_school_stands_on_the_second_page(self, visitor):
        commune = CommuneFactory()
        for number in range(101):
            SchoolFactory(name=f"TH Số {number:03}", commune=commune)

        first, second = visitor.get(LIST), visitor.get(LIST, {"page": 2, "q": "th so"})

        assert len(_names(first)) == 100
        assert "101 trường" in first.content.decode()
        assert _names(second) == ["TH Số 100"]
        assert "?page=1&amp;q=th+so" in second.content.decode()

    def test_people_of_a_school_reach_their_own_with_one_click(self, login_as):
        school = SchoolFactory()
        reader = login_as(member(school.organisation, "clerk"))
        link = reverse("school_of", args=[school.organisation_id])

        assert f'href="{link}">Trường của tôi</a>' in reader.get(LIST).content.decode()
        assert reader.get(link).url == reverse("school_detail", args=[school.pk])
        assert reader.get(reverse("school_of", args=[999_999])).status_code == 404

    def test_latest_facts_and_the_re_check_of_the_standard_stand_in_the_row(self, visitor):
        school = SchoolFactory(name="MN Cẩm Vũ", campuses=3)
        SchoolYearFactsFactory(school=school, school_year=2016, classes=9, pupils=250)
        SchoolYearFactsFactory(school=school, school_year=2017, classes=12, pupils=1385)
        NationalStandardFactory(school=school, recognised_on=dt.date(2010, 1, 5), recheck_due_on=dt.date(2015, 1, 5))

        page = visitor.get(LIST).content.decode()

        assert 'data-label="Lớp">12</td>' in page
        assert 'data-label="Học sinh">1.385</td>' in page
        assert "Quá hạn kiểm tra lại 05/01/2015" in page
        assert "250" not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, visitor, count, django_assert_num_queries):
        for _ in range(count):
            school = SchoolFactory()
            SchoolYearFactsFactory(school=school)
            NationalStandardFactory(school=school)

        with django_assert_num_queries(10):
            response = visitor.get(LIST, {"q": "truong"})

        assert len(_names(response)) == count


class TestDetail:
    def test_three_years_stand_side_by_side_with_their_ratios_and_changes(self, visitor):
        school = SchoolFactory(land_area_m2="7512.5")
        SchoolYearFactsFactory(school=school, school_year=2015, classes=9)
        SchoolYearFactsFactory(school=school, school_year=2016, classes=10, pupils=305)
        SchoolYearFactsFactory(school=school, school_year=2017, classes=0, pupils=0)
        SchoolYearFactsFactory(school=school, school_year=2018, classes=8, pupils=300, rooms_permanent=6)

        response = visitor.get(reverse("school_detail", args=[school.pk]))
        lines = {line.label: line.cells for line in response.context["main_cards"][0].content["lines"]}

        assert [year.label for year in response.context["main_cards"][0].content["years"]] == [
            "2016 - 2017",
            "2017 - 2018",
            "2018 - 2019",
        ]
        assert [(cell.value, cell.change) for cell in lines["Lớp, nhóm"]] == [(10, None), (0, -10), (8, 8)]
        assert [cell.value for cell in lines["Học sinh, trẻ/lớp"]] == [Decimal("30.5"), None, Decimal("37.5")]
        assert [cell.value is None for cell in lines["m² đất/học sinh"]] == [True, True, False]
        assert "Thiếu 2 phòng để mỗi lớp có một phòng học." in response.content.decode()

    def test_an_unknown_school_is_not_found(self, visitor):
        assert visitor.get(reverse("school_detail", args=[999_999])).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, login_as, count, django_assert_num_queries):
        school = SchoolFactory()
        viewer = member(school.organisation, "principal")
        for number in range(count):
            SchoolYearFactsFactory(school=school, school_year=2015 + number)
            NationalStandardFactory(school=school, recognised_on=dt.date(2010 + number, 1, 1))
            member(school.organisation, "clerk")
        reader = login_as(viewer)

        with django_assert_num_queries(14):
            reader.get(reverse("school_detail", args=[school.pk]))


class TestPeople:
    @pytest.fixture
    def school(self):
        office = OfficeFactory()
        school = SchoolFactory(name="MN Cẩm Vũ")
        school.organisation.parent = office
        school.organisation.save()
        member(school.organisation, "principal", full_name="Nguyễn Thị Hiệu Trưởng", phone="0912000111")
        return school

    def _viewer(self, school, who):
        organisation, role = {
            "own clerk": (school.organisation, "clerk"),
            "office above": (school.organisation.parent, "officer"),
            "administrator": (OfficeFactory(), "administrator"),
            "other school": (SchoolFactory().organisation, "principal"),
            "other office": (OfficeFactory(), "head"),
            "leader": (school.organisation.parent, "leader"),
        }[who]
        return member(organisation, role)

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("own clerk", True),
            ("office above", True),
            ("administrator", True),
            ("other school", False),
            ("other office", False),
            ("leader", False),
        ],
    )
    def test_only_the_school_its_office_and_administrators_see_them(self, login_as, school, who, sees):
        viewer = self._viewer(school, who)

        page = login_as(viewer).get(reverse("school_detail", args=[school.pk])).content.decode()

        assert can_view_people(viewer, school) is sees
        assert ("Nguyễn Thị Hiệu Trưởng" in page) is sees
        assert ("0912000111" in page) is sees
        assert ("Báo cáo của trường" in page) is sees

    def test_whoever_left_or_was_closed_is_not_shown(self, login_as, school):
        viewer = self._viewer(school, "administrator")
        left = member(school.organisation, "clerk", full_name="Người Đã Chuyển")
        left.memberships.update(ends_on=dt.date(2018, 1, 1))
        member(school.organisation, "clerk", full_name="Người Bị Khóa", is_active=False)

        page = login_as(viewer).get(reverse("school_detail", args=[school.pk])).content.decode()

        assert "Người Đã Chuyển" not in page
        assert "Người Bị Khóa" not in page
        assert "Nguyễn Thị Hiệu Trưởng" in page


@pytest.mark.parametrize("path", ["/schools/", "/schools/1/"])
def test_the_registry_asks_for_a_login(path):
    assert Client().get(path)["Location"] == f"/login/?next={path}"
