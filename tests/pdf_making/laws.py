"""Invented laws in many languages and scripts; the same every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language writes its laws. `chapter` and `article` hold `{}` for the number, in its own digits or words."""

    title: str
    chapter: str
    article: str
    headings: Sequence[str]
    sentences: Sequence[str]
    digits: str = "0123456789"
    from_right: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """number: as an export gives it; label: as printed."""

    number: str
    label: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """label: as printed, with its number."""

    label: str
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A law with chapters of articles."""

    language: str
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def articles(self) -> list[Article]:
        """All of them, in order."""
        return [article for chapter in self.chapters for article in chapter.articles]

    @property
    def lines(self) -> list[str]:
        """Every heading and paragraph, in the order of reading."""
        found = [self.title]
        for chapter in self.chapters:
            found += [chapter.label, chapter.title]
            for article in chapter.articles:
                found += [f"{article.label} {article.title}".strip(), *article.paragraphs]
        return found


HAN_DIGITS = "〇一二三四五六七八九"

SPEECHES: dict[str, Speech] = {
    "en": Speech(
        "Harbour and Lantern Act 2031", "Chapter {}", "Section {}.",
        ("Lanterns in the harbour", "Duties of the warden", "Seizure of boats", "Help between States", "Costs"),
        (
            "Whoever leads an organized criminal group that hides boats at night is punished by imprisonment for "
            "not less than 4 years and a fine of up to 25,000 crowns.",
            "The warden keeps a book of every lantern (Form 7) and shows it to the court on request.",
            "Extradition for an offence of this kind is granted where both sides punish it.",
            "The proceeds of crime that were turned into boats or lanterns are confiscated; bona fide owners keep "
            "their rights.",
            "A person who promises the warden a gift so that he looks away commits an offence.",
            "Notice is given in writing within 30 days of 1 March 2031 to the officer in charge of the harbour.",
        ),
    ),
    "fr": Speech(
        "Loi sur les lanternes du port", "Chapitre {}", "Article {}",
        ("Des lanternes du port", "Des devoirs du gardien", "De la saisie des barques", "De l’entraide", "Des frais"),
        (
            "Quiconque dirige une association de malfaiteurs qui cache des barques la nuit est puni de 5 ans de "
            "prison et d’une amende de 30 000 couronnes.",
            "Le gardien tient un livre de toutes les lanternes (formulaire no 7) et le montre au juge qui le demande.",
            "L’extradition est accordée pour cette infraction lorsque les deux pays la punissent.",
            "Le produit du crime qui a servi à acheter des barques ou des lanternes est confisqué ; les tiers de "
            "bonne foi gardent leurs droits.",
            "Celui qui offre un cadeau au gardien pour qu’il détourne les yeux commet une infraction.",
            "L’avis est donné par écrit dans les 30 jours qui suivent le 1er mars 2031 au bureau du port.",
        ),
    ),
    "de": Speech(
        "Gesetz über die Laternen im Hafen", "Kapitel {}", "§ {}",
        ("Laternen im Hafen", "Pflichten des Hafenwarts", "Beschlagnahme von Booten", "Rechtshilfe", "Kosten"),
        (
            "Wer eine kriminelle Vereinigung führt, die nachts Boote versteckt, wird mit Freiheitsstrafe von 2 bis 10 "
            "Jahren bestraft.",
            "Der Hafenwart führt ein Buch über alle Laternen (Vordruck 7) und zeigt es dem Gericht auf Verlangen.",
            "Die Auslieferung wegen einer solchen Straftat wird bewilligt, wenn beide Seiten sie unter Strafe stellen.",
            "Erträge aus Straftaten, die in Boote oder Laternen umgewandelt wurden, werden eingezogen; gutgläubige "
            "Eigentümer behalten ihre Rechte.",
            "Wer dem Hafenwart ein Geschenk verspricht, damit er wegsieht, begeht eine Straftat.",
            "Die Anzeige ist binnen 30 Tagen nach dem 1. März 2031 schriftlich bei der Hafenbehörde zu erstatten.",
        ),
    ),
    "es": Speech(
        "Ley de los faroles del puerto", "CAPÍTULO {}", "Artículo {}.",
        ("De los faroles del puerto", "Deberes del guardián", "Del decomiso de las barcas", "De la ayuda", "Costas"),
        (
            "Quien dirija un grupo delictivo organizado que esconda barcas por la noche será castigado con prisión de "
            "4 a 12 años y multa de 25.000 coronas.",
            "El guardián lleva un libro de todos los faroles (modelo 7) y lo muestra al juez que lo pida.",
            "La extradición por este delito se concede cuando ambos países lo castigan.",
            "El producto del delito que se haya convertido en barcas o faroles será decomisado; los terceros de buena "
            "fe conservan sus derechos.",
            "La persona que prometa un regalo al guardián para que no mire comete un delito.",
            "El aviso se da por escrito dentro de los 30 días siguientes al 1 de marzo de 2031.",
        ),
    ),
    "el": Speech(
        "Νόμος για τα φανάρια του λιμανιού", "ΚΕΦΑΛΑΙΟ {}", "Άρθρο {}",
        ("Φανάρια του λιμανιού", "Καθήκοντα του φύλακα", "Κατάσχεση πλοιαρίων", "Δικαστική συνδρομή", "Έξοδα"),
        (
            "Όποιος διευθύνει εγκληματική οργάνωση που κρύβει βάρκες τη νύχτα τιμωρείται με κάθειρξη έως 10 ετών.",
            "Ο φύλακας τηρεί βιβλίο για κάθε φανάρι (έντυπο 7) και το δείχνει στο δικαστήριο όταν το ζητήσει.",
            "Η έκδοση για τέτοιο έγκλημα επιτρέπεται όταν το τιμωρούν και τα δύο κράτη.",
            "Τα προϊόντα του εγκλήματος που έγιναν βάρκες ή φανάρια δημεύονται, οι καλόπιστοι τρίτοι διατηρούν τα "
            "δικαιώματά τους.",
            "Όποιος υπόσχεται δώρο στον φύλακα για να κοιτάξει αλλού διαπράττει έγκλημα.",
            "Η ειδοποίηση γίνεται εγγράφως μέσα σε 30 ημέρες από την 1η Μαρτίου 2031 στο λιμεναρχείο.",
        ),
    ),
    "ru": Speech(
        "Закон о фонарях в гавани", "Глава {}", "Статья {}.",
        ("Фонари в гавани", "Обязанности смотрителя", "Арест лодок", "Взаимная помощь государств", "Расходы"),
        (
            "Лицо, которое руководит преступной группой, прячущей лодки по ночам, наказывается лишением свободы на "
            "срок от 4 до 12 лет.",
            "Смотритель ведёт книгу всех фонарей (форма 7) и показывает её суду по его требованию.",
            "Выдача за такое преступление разрешается, если оба государства считают его наказуемым.",
            "Доходы от преступления, превращённые в лодки или фонари, подлежат конфискации; права добросовестных "
            "владельцев сохраняются.",
            "Лицо, обещающее смотрителю подарок за то, чтобы он отвернулся, совершает преступление.",
            "Уведомление подаётся в письменной форме в течение 30 дней после 1 марта 2031 года начальнику гавани.",
        ),
    ),
    "ar": Speech(
        "قانون فوانيس الميناء", "الفصل {}", "مادة ({})",
        ("فوانيس الميناء", "واجبات الحارس", "ضبط القوارب", "التعاون بين الدول", "النفقات"),
        (
            "يعاقب بالسجن مدة لا تقل عن ٤ سنوات وبغرامة لا تجاوز ٢٥٠٠٠ دينار كل من قاد جماعة إجرامية منظمة تخفي "
            "القوارب ليلا.",
            "يمسك الحارس سجلا لكل فانوس (النموذج رقم ٧) ويعرضه على المحكمة عند الطلب.",
            "يجوز تسليم المتهم بهذه الجريمة إذا كانت الدولتان تعاقبان عليها.",
            "تصادر عائدات الجريمة التي تحولت إلى قوارب أو فوانيس مع مراعاة حقوق الغير حسن النية.",
            "كل من وعد الحارس بهدية ليغض بصره يعد مرتكبا لجريمة.",
            "يقدم الإخطار كتابة خلال ٣٠ يوما من تاريخ ١ مارس ٢٠٣١ إلى الموظف المسئول عن الميناء.",
        ),
        "٠١٢٣٤٥٦٧٨٩", from_right=True,
    ),
    "he": Speech(
        "חוק הפנסים בנמל", "פרק {}", "סעיף {}.",
        ("פנסים בנמל", "חובות השומר", "תפיסת סירות", "עזרה בין מדינות", "הוצאות"),
        (
            "מי שעומד בראש קבוצה עבריינית המסתירה סירות בלילה, דינו מאסר של 4 עד 12 שנים.",
            "השומר ינהל ספר של כל הפנסים (טופס 7) ויציג אותו לבית המשפט לפי דרישה.",
            "הסגרה בשל עבירה זו תותר כאשר שתי המדינות מענישות עליה.",
            "רכוש שמקורו בעבירה ואשר הפך לסירות או לפנסים יחולט; זכויותיהם של בעלים תמי לב יישמרו.",
            "אדם המבטיח לשומר מתנה כדי שיעלים עין עובר עבירה.",
            "ההודעה תימסר בכתב בתוך 30 ימים מיום 1 במרץ 2031 לממונה על הנמל.",
        ),
        from_right=True,
    ),
    "hi": Speech(
        "बंदरगाह और लालटेन अधिनियम", "अध्याय {}", "धारा {}.",
        ("बंदरगाह की लालटेनें", "रक्षक के कर्तव्य", "नावों की जब्ती", "राज्यों के बीच सहायता", "व्यय"),
        (
            "जो कोई रात में नावें छिपाने वाले संगठित अपराधी समूह का नेतृत्व करता है, वह 4 वर्ष के कारावास से दंडित होगा।",
            "रक्षक प्रत्येक लालटेन की एक पुस्तक रखेगा (प्ररूप 7) और मांगने पर न्यायालय को दिखाएगा।",
            "ऐसे अपराध के लिए प्रत्यर्पण तब दिया जाएगा जब दोनों पक्ष उसे दंडनीय मानते हों।",
            "अपराध के आगम, जो नावों या लालटेनों में बदल दिए गए हैं, अधिहृत किए जाएंगे।",
            "जो व्यक्ति रक्षक को अनदेखी के लिए उपहार देने का वचन देता है, वह अपराध करता है।",
            "सूचना 1 मार्च 2031 से 30 दिन के भीतर बंदरगाह के प्रभारी अधिकारी को लिखित रूप में दी जाएगी।",
        ),
    ),
    "zh": Speech(
        "港口灯笼管理法", "第{}章", "第{}条",
        ("港口的灯笼", "看守人的职责", "船只的扣押", "国家之间的协助", "费用"),
        (
            "领导有组织犯罪集团在夜间藏匿船只的，处四年以上十二年以下有期徒刑，并处二万五千元以下罚金。",
            "看守人应当为每一盏灯笼登记造册（表格7），并在法院要求时出示。",
            "双方国家均予处罚的，可以就此类犯罪准予引渡。",
            "已经转变为船只或者灯笼的犯罪所得应当没收，但是善意第三人的权利不受影响。",
            "向看守人许诺礼物使其不予查看的，构成犯罪。",
            "自2031年3月1日起30日内，应当以书面形式通知港口主管人员。",
        ),
        HAN_DIGITS,
    ),
    "ja": Speech(
        "港湾灯籠法", "第{}章", "第{}条",
        ("港の灯籠", "番人の職務", "船舶の差押え", "国家間の共助", "費用"),
        (
            "夜間に船を隠す組織的な犯罪集団を指揮した者は、四年以上十二年以下の懲役に処する。",
            "番人は、すべての灯籠について帳簿（様式第七）を備え、裁判所の求めに応じてこれを提示しなければならない。",
            "双方の国がこれを罰するときは、この罪について引渡しを行うことができる。",
            "犯罪により得た財産で船又は灯籠に変わったものは、没収する。ただし、善意の第三者の権利を害しない。",
            "見逃しを求めて番人に贈物を約束した者は、罪を犯したものとする。",
            "届出は、令和十三年三月一日から三十日以内に、港の責任者に対し書面でしなければならない。",
        ),
        HAN_DIGITS,
    ),
    "ko": Speech(
        "항만 등불에 관한 법률", "제{}장", "제{}조",
        ("항만의 등불", "관리인의 직무", "선박의 압수", "국가 간의 공조", "비용"),
        (
            "밤에 배를 숨기는 조직적 범죄 집단을 지휘한 사람은 4년 이상의 징역에 처한다.",
            "관리인은 모든 등불에 관한 장부(서식 7)를 갖추고 법원의 요구가 있으면 이를 제시하여야 한다.",
            "양쪽 나라가 모두 처벌하는 경우에는 이 죄에 관하여 인도를 허가할 수 있다.",
            "배나 등불로 바뀐 범죄 수익은 몰수한다. 다만, 선의의 제3자의 권리는 침해하지 아니한다.",
            "눈감아 주는 대가로 관리인에게 선물을 약속한 사람은 죄를 범한 것으로 본다.",
            "신고는 2031년 3월 1일부터 30일 이내에 항만의 책임자에게 서면으로 하여야 한다.",
        ),
    ),
    "th": Speech(
        "พระราชบัญญัติโคมไฟท่าเรือ", "หมวด {}", "มาตรา {}",
        ("โคมไฟในท่าเรือ", "หน้าที่ของผู้ดูแล", "การยึดเรือ", "ความช่วยเหลือระหว่างรัฐ", "ค่าใช้จ่าย"),
        (
            "ผู้ใดเป็นหัวหน้ากลุ่มอาชญากรรมที่ซ่อนเรือในเวลากลางคืน ต้องระวางโทษจำคุกตั้งแต่ ๔ ปีถึง ๑๒ ปี",
            "ผู้ดูแลต้องทำบัญชีโคมไฟทุกดวง (แบบ ๗) และแสดงต่อศาลเมื่อศาลร้องขอ",
            "การส่งผู้ร้ายข้ามแดนในความผิดนี้ให้ทำได้เมื่อทั้งสองรัฐกำหนดโทษไว้",
            "ทรัพย์สินที่ได้จากการกระทำผิดซึ่งเปลี่ยนเป็นเรือหรือโคมไฟ ให้ริบเสีย",
            "ผู้ใดสัญญาว่าจะให้ของขวัญแก่ผู้ดูแลเพื่อให้เพิกเฉย ผู้นั้นกระทำความผิด",
            "ให้แจ้งเป็นหนังสือภายใน ๓๐ วันนับแต่วันที่ ๑ มีนาคม ๒๕๗๔ ต่อเจ้าหน้าที่ท่าเรือ",
        ),
        "๐๑๒๓๔๕๖๗๘๙",
    ),
    "am": Speech(
        "የወደብ ፋኖስ አዋጅ", "ምዕራፍ {}", "አንቀጽ {}",
        ("የወደብ ፋኖሶች", "የጠባቂው ግዴታዎች", "ጀልባዎችን ስለመያዝ", "በመንግሥታት መካከል ስለሚደረግ ትብብር", "ወጪዎች"),
        (
            "በሌሊት ጀልባዎችን የሚደብቅ የተደራጀ የወንጀል ቡድን የሚመራ ማንኛውም ሰው ከ4 እስከ 12 ዓመት በሚደርስ እስራት ይቀጣል።",
            "ጠባቂው የእያንዳንዱን ፋኖስ መዝገብ (ቅጽ 7) ይይዛል፤ ፍርድ ቤት ሲጠይቅም ያሳያል።",
            "ሁለቱም አገሮች የሚቀጡት ሲሆን ለዚህ ወንጀል አሳልፎ መስጠት ይፈቀዳል።",
            "ወደ ጀልባ ወይም ፋኖስ የተለወጠ የወንጀል ፍሬ ይወረሳል።",
            "ጠባቂው እንዳያይ ስጦታ ለመስጠት ቃል የገባ ሰው ወንጀል ፈጽሟል።",
            "ማስታወቂያው ከመጋቢት 1 ቀን 2031 ጀምሮ በ30 ቀናት ውስጥ ለወደቡ ኃላፊ በጽሑፍ ይሰጣል።",
        ),
    ),
}  # fmt: skip


def in_digits(number: int, digits: str) -> str:
    """A number below 100 in a script's digits; in Han numerals with their sign for ten."""
    if digits == HAN_DIGITS:
        tens, ones = divmod(number, 10)
        ten = ("" if tens < 2 else digits[tens]) + "十" if tens else ""
        return ten + (digits[ones] if ones or not tens else "")
    return "".join(digits[int(figure)] for figure in str(number))


def invent(language: str, chapters: int = 2, articles: int = 4, seed: int = 1) -> Law:
    """A law of so many chapters with so many articles each."""
    speech, chance = SPEECHES[language], random.Random(seed)
    found = []
    number = 0
    for chapter in range(1, chapters + 1):
        inside = []
        for _ in range(articles):
            number += 1
            paragraphs = tuple(
                _joined(chance.sample(list(speech.sentences), chance.randint(1, 3)), language)
                for _ in range(chance.randint(1, 3))
            )  # fmt: skip
            label = speech.article.format(in_digits(number, speech.digits))
            inside.append(Article(str(number), label, chance.choice(speech.headings), paragraphs))
        label = speech.chapter.format(in_digits(chapter, speech.digits))
        found.append(Chapter(label, speech.headings[(chapter - 1) % len(speech.headings)], tuple(inside)))
    return Law(language, speech.title, tuple(found))


def _joined(sentences: Sequence[str], language: str) -> str:
    return ("" if language in ("zh", "ja") else " ").join(sentences)
