"""Facts that sources state about themselves, in the form that `meta.json` uses."""

from __future__ import annotations

import re

# ISO 639-2 (both forms) and 639-3 codes that laws are published in, with their ISO 639-1 code.
_TWO_LETTERS = dict(
    pair.split("=")
    for pair in (
        "afr=af alb=sq sqi=sq amh=am ara=ar arm=hy hye=hy aze=az bel=be ben=bn bos=bs bul=bg bur=my mya=my "
        "cat=ca ces=cs cze=cs chi=zh zho=zh cym=cy wel=cy dan=da deu=de ger=de ell=el gre=el eng=en est=et "
        "fas=fa per=fa fin=fi fra=fr fre=fr geo=ka kat=ka gle=ga hau=ha heb=he hin=hi hrv=hr hun=hu ice=is "
        "isl=is ind=id ita=it jpn=ja kaz=kk khm=km kin=rw kir=ky kor=ko kur=ku lao=lo lat=la lav=lv lit=lt "
        "ltz=lb mac=mk mkd=mk may=ms msa=ms mlt=mt mon=mn nep=ne nld=nl dut=nl nno=nn nob=nb nor=no pol=pl "
        "por=pt pus=ps roh=rm ron=ro rum=ro rus=ru sin=si slk=sk slo=sk slv=sl som=so spa=es srp=sr swa=sw "
        "swe=sv tam=ta tgk=tg tha=th tuk=tk tur=tr ukr=uk urd=ur uzb=uz vie=vi zul=zu"
    ).split()
)


def language_code(declared: str) -> str:
    """`de` from `de`, `deu`, `de-CH`, or an address that ends in such a code; empty where it is none."""
    code = re.split(r"[/#]", declared.strip())[-1].split("-")[0].split("_")[0].casefold()
    if not re.fullmatch(r"[a-z]{2,3}", code):
        return ""
    return _TWO_LETTERS.get(code, code)


def iso_date(text: str) -> str:
    """The first date of the form 2024-05-01 (or 01.05.2024, 20240501) in `text`, as ISO 8601; else empty."""
    found = re.search(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", text)
    if found:
        return found[0]
    found = re.search(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)", text)
    if found:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if int(found[2]) <= 12 else ""
    found = re.search(r"(?<!\d)((?:1[6-9]|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)", text)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else ""


def year_of(text: str) -> str:
    """The first year between 1000 and 2199 in `text`, or empty."""
    found = re.search(r"(?<!\d)(1\d|20|21)\d{2}(?!\d)", text)
    return found[0] if found else ""


def stated(**facts: str) -> dict[str, str]:
    """Only those facts that say something."""
    return {name: value for name, value in facts.items() if value}
