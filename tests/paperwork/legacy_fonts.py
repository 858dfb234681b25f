"""Unicode to the two legacy encodings, letter by letter: written apart from the product's own tables."""

_TCVN3 = (
    "à µ á ¸ ả ¶ ã · ạ ¹ ă ¨ ằ » ắ ¾ ẳ ¼ ẵ ½ ặ Æ â © ầ Ç ấ Ê ẩ È ẫ É ậ Ë đ ® è Ì é Ð ẻ Î ẽ Ï ẹ Ñ ê ª ề Ò ế Õ ể Ó ễ Ô "
    "ệ Ö ì × í Ý ỉ Ø ĩ Ü ị Þ ò ß ó ã ỏ á õ â ọ ä ô « ồ å ố è ổ æ ỗ ç ộ é ơ ¬ ờ ê ớ í ở ë ỡ ì ợ î ù ï ú ó ủ ñ ũ ò ụ ô "
    "ư \u00ad ừ õ ứ ø ử ö ữ ÷ ự ù ỳ ú ý ý ỷ û ỹ ü ỵ þ Ă ¡ Â ¢ Đ § Ê £ Ô ¤ Ơ ¥ Ư ¦"
)
_VNI = (
    "à aø á aù ả aû ã aõ ạ aï ă aê ằ aè ắ aé ẳ aú ẵ aü ặ aë â aâ ầ aà ấ aá ẩ aå ẫ aã ậ aä đ ñ "
    "è eø é eù ẻ eû ẽ eõ ẹ eï ê eâ ề eà ế eá ể eå ễ eã ệ eä ì ì í í ỉ æ ĩ ó ị ò "
    "ò oø ó où ỏ oû õ oõ ọ oï ô oâ ồ oà ố oá ổ oå ỗ oã ộ oä ơ ô ờ ôø ớ ôù ở ôû ỡ ôõ ợ ôï "
    "ù uø ú uù ủ uû ũ uõ ụ uï ư ö ừ öø ứ öù ử öû ữ öõ ự öï ỳ yø ý yù ỷ yû ỹ yõ ỵ î"
)


def _pairs(listing: str) -> dict[str, str]:
    words = listing.split(" ")
    return dict(zip(words[::2], words[1::2], strict=True))


TCVN3 = _pairs(_TCVN3)
VNI = _pairs(_VNI)
VNI |= {letter.upper(): legacy.upper() for letter, legacy in VNI.items()}


def as_tcvn3(text: str) -> str:
    """Capitals with a tone have no place in this font: as typists do, the small letter stands for them."""
    return "".join(TCVN3.get(char, TCVN3.get(char.lower(), char)) for char in text)


def as_vni(text: str) -> str:
    return "".join(VNI.get(char, char) for char in text)
