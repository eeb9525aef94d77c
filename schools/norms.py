"""How many pupils a class may have (domain reference §3.5). Norms warn and never block."""

from collections.abc import Mapping

from schools.enums import Grade, Level

CLASS_SIZE: Mapping[Grade, int] = {
    Grade.NURSERY: 25,
    Grade.AGE_3: 25,
    Grade.AGE_4: 30,
    Grade.AGE_5: 35,
    **{grade: 35 for grade in Grade if grade.level == Level.TH},
    **{grade: 45 for grade in Grade if grade.level == Level.THCS},
}
