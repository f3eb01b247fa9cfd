"""The names of languages in English, by ISO 639-1 or 639-3."""

from __future__ import annotations

_NAMES = """
am Amharic, ar Arabic, ay Aymara, az Azerbaijani, be Belarusian, bg Bulgarian, bi Bislama, bn Bengali, bs Bosnian,
ca Catalan, cs Czech, da Danish, de German, dv Dhivehi, dz Dzongkha, el Greek, en English, es Spanish, et Estonian,
eu Basque, fa Persian, fi Finnish, fil Filipino, fj Fijian, fr French, ga Irish, gl Galician, gn Guarani, he Hebrew,
hi Hindi, hr Croatian, ht Haitian Creole, hu Hungarian, hy Armenian, id Indonesian, is Icelandic, it Italian,
ja Japanese, ka Georgian, kk Kazakh, km Khmer, ko Korean, ku Kurdish, ky Kyrgyz, la Latin, lb Luxembourgish, lo Lao,
lt Lithuanian, lv Latvian, mg Malagasy, mh Marshallese, mi Maori, mk Macedonian, mn Mongolian, ms Malay, mt Maltese,
my Burmese, na Nauruan, nb Norwegian Bokmål, nd Northern Ndebele, ne Nepali, nl Dutch, nn Norwegian Nynorsk,
no Norwegian, ny Chichewa, pl Polish, ps Pashto, pt Portuguese, qu Quechua, rm Romansh, rn Rundi, ro Romanian,
ru Russian, rw Kinyarwanda, sg Sango, si Sinhala, sk Slovak, sl Slovenian, sm Samoan, sn Shona, so Somali, sq Albanian,
sr Serbian, ss Swati, st Southern Sotho, sv Swedish, sw Swahili, ta Tamil, tet Tetum, tg Tajik, th Thai, ti Tigrinya,
tk Turkmen, tl Tagalog, tn Tswana, to Tongan, tpi Tok Pisin, tr Turkish, ts Tsonga, tvl Tuvaluan, uk Ukrainian,
und language not recognized, ur Urdu, uz Uzbek, ve Venda, vi Vietnamese, xh Xhosa, zh Chinese, zu Zulu
"""
LANGUAGES: dict[str, str] = dict(entry.strip().split(" ", 1) for entry in " ".join(_NAMES.split()).split(","))


def language_name(code: str) -> str:
    """The name of a language in English; its code where the name is not known."""
    return LANGUAGES.get(code, code)
