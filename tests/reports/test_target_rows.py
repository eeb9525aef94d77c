"""The small line of a trend, and the words beside a figure."""

from fractions import Fraction

import pytest

from reports.views.target_rows import spark_path


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([1, 2], "M3.0 19.0 L81.0 3.0"),
        ([2, 1, 2], "M3.0 3.0 L42.0 19.0 L81.0 3.0"),
        ([5, 5], "M3.0 11.0 L81.0 11.0"),
        ([1, None, 2], "M3.0 19.0 M81.0 3.0"),
        ([1, None], ""),
        ([None, None], ""),
        ([], ""),
    ],
)
def test_spark_path(values, path):
    assert spark_path([None if value is None else Fraction(value) for value in values]) == path
