"""Which letter sequences can be a Vietnamese syllable; used to tell damaged text from good text."""

import re
import unicodedata

from vietnamese.letters import TONES

_ONSET = "ngh?|gh?|gi|kh?|ph?|th|tr|ch|nh|qu?|[bcdđhlmnrstvx]"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u uc ui um un ung up ut ua uơ uân uâng uât uây uê uêch uên uênh uôc uôi uôm uôn uông uôt
uy uya uych uyên uyêt uyn uynh uyt uyu ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{'|'.join(_RIMES.split())})")


def is_syllable(word: str) -> bool:
    """Say whether ``word`` (composed) is spelt and capitalised like one Vietnamese syllable."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    marks = unicodedata.normalize("NFD", word.lower())
    toneless = "".join(mark for mark in marks if mark not in TONES)
    if len(marks) - len(toneless) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None
