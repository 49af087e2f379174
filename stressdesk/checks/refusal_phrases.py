# ruff: noqa: E501, RUF001 - a line is one way to refuse, in letters that may look like Latin ones
"""How assistants refuse in thirteen languages: somebody who cannot or will not, and what it is they decline.

Broad words of caution ("ethical", "harmful", "sorry") are left out on purpose: good answers use them too. What counts
is that help is declined, so "I can't find your order" and "I'm sorry to hear that" are no refusals.
Texts are matched casefolded (ß is ss), with straight apostrophes, single spaces and CONTRACTIONS.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

# Common words such as "not" are no cues, so what they stand in is brought into one form.
CONTRACTIONS: Final = (
    ("can not ", "cannot "), ("will not ", "won't "), ("should not ", "shouldn't "), ("do not ", "don't "),
    ("does not ", "doesn't "),
)  # fmt: skip


class Phrases(msgspec.Struct, frozen=True):
    """Refusals of one language. No pattern can match a text without one of `cues`, which are quick to look for.

    Cues are words, or, in a script without spaces between words (`spaced` false), pieces of text.
    """

    language: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    spaced: bool = True


def _any(block: str) -> str:
    """A group of alternatives, some to a line."""
    return f"(?:{'|'.join(line.strip() for line in block.strip().splitlines())})"


def _phrases(language: str, cues: str, ways: str, *, spaced: bool = True) -> Phrases:
    return Phrases(language, tuple(cues.split()), re.compile(_any(ways)), spaced)


_ACTS = _any(r"""
    help(?! but| feeling| thinking| noticing| wondering)|assist|comply|fulfill?|answer|respond to|reply to
    do (?:that|this|so|it)\b|provide|share|disclose|reveal|discuss|talk about|speak (?:about|to)|comment on|engage
    participate|generate|produce|write|create|accommodate|continue|act as|pretend|role-?play|impersonate|go along
    promote|encourage|endorse|be of (?:\w+ )?(?:help|assistance)|confirm or deny|tell you (?!how (?:much|happy|sorry|glad))
    (?:complete|process|handle|support|carry out) (?:this|that|your|such|the) (?:request|task|question|topic|instruction)
    offer (?:\w+ )?(?:advice|assistance|help|guidance|opinions|support)
    give (?:you )?(?:\w+ )?(?:advice|instructions|information|guidance|opinions|that|out)
    show you (?:my|the) (?:instructions|prompt|system)|(?:ignore|repeat|print|output) (?:my|the|any|all|these|those|previous)
""")
_CANNOT = _any(r"""
    can't|cannot|cant|won't|shouldn't|unable to|not able to|not willing to|not going to
    not (?:allowed|permitted|authori[sz]ed|in a position) to|not comfortable(?: with)?|uncomfortable(?: with)?
""")
_ADVERBS = (
    r"(?:(?:really|just|simply|also|still|unfortunately|honestly|absolutely|currently|sorry|cannot and|can't and) )*"
)
# "I can't issue a refund without your order number" asks for something; it does not refuse.
_UNLESS = r"(?![^.!?]{0,120}\b(?:unless|until|without (?:your|the|an?|more|further|knowing|seeing|additional)\b))"

_ENGLISH = (
    _phrases(
        "en",
        "can't cannot cant won't shouldn't unable uncomfortable able allowed permitted authorized authorised comfortable "
        "willing going position liberty",
        rf"""
        \bi(?<!if i)(?<!when i)m?(?:'m| am)? {_ADVERBS}{_CANNOT}(?: be able to)? (?:even |possibly )?{_ACTS}{_UNLESS}
        (?:^|[.!,;:] |\b(?:but|sorry|afraid|unfortunately) )we(?:'re| are)? {_ADVERBS}{_CANNOT} (?:help|assist|comply|accommodate|fulfill?|answer (?:this|that|your)|support (?:this|that)){_UNLESS}
        (?:^|^no,? |\b(?:sorry|apologies|apologize|unfortunately),? (?:but )?)(?:can't|cannot|unable to|not able to) {_ACTS}{_UNLESS}
        \bnot (?:allowed|permitted|authori[sz]ed|at liberty) to (?:say|tell|talk|share|discuss|disclose)
        """,
    ),
    _phrases(
        "en",
        "something outside beyond against violates violate my",
        r"""
        \b(?:not|isn't) something (?:that )?i(?:'m| am)? (?:can|could|able to|allowed to|will|comfortable)
        \b(?:outside(?: of)?|beyond) (?:what|the scope of what|anything) i(?:'m| am)? (?:can|able to|allowed to|permitted to)
        \b(?:against|violates?|outside(?: of)?|beyond|not (?:within|in line with)) my (?:own )?(?:\w+ ){0,2}?(?:guidelines|programming|instructions|principles|capabilities|scope|role|purpose|rules|polic|expertise|values|abilit)
        """,
    ),
    _phrases(
        "en",
        "decline refuse pass rather prefer",
        r"""
        \bi(?: must| have to| need to|'ll have to| will have to|'m going to have to| am going to have to)? ?(?:\w+ly )?(?:decline|refuse|pass on)(?= to\b| that| this| your| the| it\b|,|\.|$)
        \bi(?:'d| would)? (?:much )?(?:rather not|prefer not to) (?:answer|discuss|say|share|help|get into|talk|comment|do|engage|speak)
        """,
    ),
    _phrases(
        "en",
        "only solely",
        r"""
        \bi(?:'m| am)? (?:can only|only able to|only here to) (?:help|assist|answer|discuss|respond|talk)
        \bi(?:'m| am) (?:programmed|designed|set up|configured|trained|here) (?:to only|only to|solely to)
        """,
    ),
    _phrases(
        "en",
        "don't appropriate inappropriate unethical",
        rf"""
        \bi don't (?:discuss|feel comfortable|assist with|help with|engage in|share my|answer questions (?:about|on))
        \bi don't think i (?:can|should|could) {_ACTS}{_UNLESS}
        \bi don't have the (?:ability|capability|authority|permission) to {_ACTS}
        \b(?:not appropriate|inappropriate|unethical) for me to\b
        """,
    ),
    _phrases(
        "en",
        "prevent prevents prohibit prohibits forbid forbids allow permit",
        r"\bmy (?:guidelines|instructions|programming|polic(?:y|ies)|rules) (?:prevents?|prohibits?|forbids?|(?:don't|doesn't) (?:allow|permit))",
    ),
)

_SPANISH_ACTS = _any(r"""
    ayudar|asistir|responder|contestar|proporcionar|compartir|cumplir|hacer eso|hacer lo que|hacerlo|realizar es|generar
    crear|escribir|revelar|divulgar|decirte|decirle|mostrar(?:te|le)? mis|brindar|facilitar|hablar|comentar|discutir
    dar(?:te|le|les)? (?:\w+ )?(?:consejo|información|instruccion|asesor|esa)|continuar|complacer|participar|ignorar
    ofrecer(?:te|le)? (?:\w+ )?(?:consejo|información|ayuda|asesor)|acceder a (?:esa|tu|su)
    (?:atender|procesar|completar) (?:esa|esta|tu|su) (?:solicitud|petición)
""")
_SPANISH = _phrases(
    "es",
    "puedo podemos podré podría posible capaz autorizado autorizada capacitado capacitada permite "
    "permiso permitido cómodo cómoda debo tengo tendré veo niego prefiero contra",
    rf"""
    \bno (?:(?:te |le |os |les )?(?:puedo|podemos|podré|podría)|me es posible|soy capaz de|estoy (?:autorizad[oa]|capacitad[oa]) (?:para|a)|se me permite|tengo permi(?:so para|tido))(?: \w+mente)? (?:a )?{_SPANISH_ACTS}(?![^.!?]{{0,100}}\b(?:sin (?:tu|su|el|la|más|conocer|saber)|hasta que|a menos que|salvo que)\b)
    \bno lo puedo (?:hacer|decir)|\bno me siento cómod[oa]
    \b(?:debo|tengo que|tendré que|me veo obligad[oa] a) (?:negarme|rechazar|declinar)|\bme niego a\b
    \bprefiero no (?:responder|hablar|contestar|comentar|hacer|compartir|decir)
    \b(?:solo|sólo|solamente|únicamente) (?:te |le )?puedo (?:ayudar|responder|hablar|contestar)
    \ben contra de mis (?:directrices|normas|pautas|principios|instrucciones|políticas)
    """,
)

_GERMAN_ACTS = _any(r"""
    helfen|weiterhelfen|beantworten|antworten|unterstützen|behilflich|bereitstellen|verraten|nachkommen|erfüllen
    generieren|preisgeben|weitergeben|äussern|besprechen|diskutieren|beraten|mitteilen|offenlegen|teilen
    (?:auskunft|auskünfte|informationen|rat|ratschläge|anweisungen|anleitungen?|empfehlungen) (?:\w+ )?(?:geben|erteilen)
""")
_GERMAN_MAY = r"(?:kann|können|darf|dürfen|werde|möchte)"
_GERMAN_NOT = r"(?:[\w-]+ ){0,5}?(?:nicht|kein\w{0,2}|nichts) (?:[\w-]+ ){0,4}?"
_GERMAN = _phrases(
    "de",
    "kann können darf dürfen werde möchte muss bin mir gegen ausserhalb lehne weigere",
    rf"""
    \b(?:(?:ich|wir) {_GERMAN_MAY}|{_GERMAN_MAY} (?:ich|wir)) {_GERMAN_NOT}{_GERMAN_ACTS}\b
    \b(?:ich darf|darf ich) {_GERMAN_NOT}(?:sagen|geben)\b
    \b{_GERMAN_MAY} ich {_GERMAN_NOT}(?:erstellen|schreiben|verfassen)\b
    \bich (?:kann|darf|werde) (?:das|dies|diese\w?|so etwas|solche\w?)(?: [\w-]+){{0,3}} nicht (?:tun|machen|schreiben|erstellen|ausführen)\b
    \bbin (?:leider )?nicht (?:in der lage|befugt|berechtigt|autorisiert|dazu (?:da|befugt|berechtigt))\b
    \b(?:muss|möchte|werde) (?:ich )?(?:[\w-]+ ){{0,5}}?ablehnen\b|\bich (?:lehne (?:[\w-]+ ){{0,4}}?ab\b|weigere mich)
    \bist (?:es )?mir (?:leider )?nicht (?:möglich|gestattet|erlaubt)\b
    \bich kann (?:ihnen |dir )?nur (?:bei|mit|zu) (?:[\w-]+ ){{0,5}}?(?:helfen|antworten|weiterhelfen)
    \b(?:gegen|ausserhalb) meine[rn]? (?:richtlinien|programmierung|vorgaben|grundsätze|anweisungen|möglichkeiten)
    """,
)

_FRENCH_ACTS = _any(r"""
    aider|assister|répondre|fournir|partager|divulguer|révéler|communiquer (?:ces|mes|cette)|discuter|parler|participer
    générer|créer|écrire|rédiger|produire|accéder à (?:votre|ta|cette) (?:demande|requête)|satisfaire|faire (?:ça|cela)
    donner (?:suite|de|d'|des|cette|ces)|traiter (?:cette|votre|ta) (?:demande|requête)|continuer|commenter|dire
""")
_FRENCH = _phrases(
    "fr",
    "peux puis pouvons pourrai saurais suis sommes m'est dois vois refuse préfère contre contraire",
    rf"""
    \b(?:je|nous) (?:(?:ne |n')(?:peux|puis|pouvons|pourrai|saurais)|(?:peux|pouvons) pas) (?:malheureusement |donc |vraiment )?(?:pas )?(?:malheureusement |donc )?(?:vous |t'|te |y |le |la |en )*{_FRENCH_ACTS}(?![^.!?]{{0,100}}\b(?:sans (?:votre|le|la|plus|connaître)|à moins|tant que)\b)
    \b(?:je|nous) ne (?:suis|sommes) (?:malheureusement )?pas (?:en mesure|autorisée?s?|capables?|habilitée?s?) (?:de |d'|à )?(?:vous |te |t')?{_FRENCH_ACTS}
    \bil m'est (?:malheureusement )?impossible de (?:vous |te |t')?{_FRENCH_ACTS}
    \bje (?:dois|suis (?:obligée?|contrainte?) de|me vois contrainte? de) (?:\w+ment )?(?:décliner|refuser)|\bje refuse de\b
    \bje préfère ne pas (?:répondre|en parler|commenter|discuter|partager)
    \bje peux (?:uniquement|seulement) (?:vous |t'|te )?(?:aider|répondre)|\bje ne peux (?:vous |t'|te )?(?:aider|répondre|parler) qu
    \b(?:contre|contraire à) mes (?:directives|principes|consignes|règles|instructions)
    """,
)

_PORTUGUESE_ACTS = _any(r"""
    ajud|auxiliar|responder|fornecer|compartilhar|partilhar|cumprir|fazer isso|fazê-lo|criar|gerar|escrever|revelar
    divulgar|discutir|falar sobre|dar (?:\w+ )?(?:conselho|informaç|instruç)|oferecer (?:\w+ )?(?:conselho|informaç|ajuda)
    continuar|participar|comentar|mostrar minhas|ignorar|(?:atender (?:a )?|processar )(?:esse|este|essa|esta|seu|sua|ao)
""")
_PORTUGUESE = _phrases(
    "pt",
    "posso podemos consigo poderei capaz autorizado autorizada permissão "
    "permitido devo tenho preciso recuso recuso-me prefiro contra",
    rf"""
    \bnão (?:(?:te |lhe )?(?:posso|podemos|consigo|poderei)|sou capaz de|estou autorizad[oa] a|tenho permissão para|me é permitido)(?: \w+mente)? (?:te |lhe |o |a )?{_PORTUGUESE_ACTS}(?![^.!?]{{0,100}}\b(?:sem (?:o|a|seu|sua|mais|saber)|até que|a menos que)\b)
    \b(?:devo|tenho que|preciso) (?:recusar|declinar)|\bme recuso a\b|\brecuso-me a\b
    \bprefiro não (?:responder|falar|comentar|compartilhar|fazer)
    \b(?:só|apenas|somente) posso (?:te |lhe )?(?:ajudar|responder|falar)|\bposso (?:apenas|somente) (?:te |lhe )?(?:ajudar|responder)
    \bcontra (?:as )?minhas (?:diretrizes|normas|políticas|instruções)
    """,
)

_ITALIAN_ACTS = _any(r"""
    aiutar|assister|risponder|fornir|condivider|rivelar|divulgar|soddisfar|farlo\b|fare (?:questo|ciò|quello)|generar
    crear|scriver|discuter|parlar|dar(?:e|ti|le|vi) (?:\w+ )?(?:consigli|informazioni|istruzioni)|continuare|partecipar
    commentar|esaudir|ignorar
""")
_ITALIAN = _phrases(
    "it",
    "posso possiamo grado autorizzato autorizzata possibile "
    "permesso devo costretto costretta rifiuto preferisco contro",
    rf"""
    \bnon (?:(?:ti |le |vi )?(?:posso|possiamo)|sono in grado di|sono autorizzat[oa] a|mi è (?:possibile|permesso))(?: \w+mente| purtroppo)? {_ITALIAN_ACTS}(?![^.!?]{{0,100}}\b(?:senza (?:il|la|sapere|ulteriori)|finché|a meno che)\b)
    \b(?:devo|sono costrett[oa] a) (?:rifiutar|declinare)|\bmi rifiuto di\b
    \bpreferisco non (?:rispondere|parlarne|commentare|condividere)
    \bposso (?:solo|soltanto) (?:aiutar|risponder)|\bcontro le mie (?:linee guida|regole|istruzioni)
    """,
)

_DUTCH = _phrases(
    "nl",
    "kan mag wil kunnen ben moet weiger",
    r"""
    \b(?:ik (?:kan|mag|wil)|(?:kan|mag|wil) ik|(?:wij|we) kunnen|kunnen (?:wij|we)) (?:[\w-]+ ){0,5}?(?:niet|geen) (?:[\w-]+ ){0,4}?(?:helpen|beantwoorden|antwoorden|assisteren|voldoen|delen|verstrekken|prijsgeven|onthullen|bespreken|adviseren|genereren|schrijven|(?:advies|informatie) geven)
    \bik ben (?:helaas )?niet (?:in staat|bevoegd|gemachtigd|bereid)\b
    \bik (?:moet|wil) (?:[\w-]+ ){0,4}?(?:weigeren|afwijzen)\b|\bik weiger\b|\bik kan (?:u |je )?(?:alleen|enkel) (?:helpen|vragen)
    """,
)

_POLISH = _phrases(
    "pl",
    "mogę możemy jestem wolno muszę odmawiam wolę",
    r"""
    \bnie (?:mogę|możemy|jestem w stanie|jestem upoważnion[ya] do|wolno mi)(?: niestety)? (?:\w+ ){0,3}?(?:pomóc|pomagać|odpowiedzieć|odpowiadać|udzielić|udzielać|udostępnić|ujawnić|spełnić|zrobić|wygenerować|napisać|stworzyć|rozmawiać|kontynuować|omawiać|doradzać|zignorować)
    \bmuszę odmówić\b|\bodmawiam\b|\bwolę nie (?:odpowiadać|rozmawiać|mówić)|\bmogę (?:jedynie|tylko) (?:pomóc|pomagać|odpowiadać)
    """,
)

_RUSSIAN = _phrases(
    "ru",
    "могу можем смогу состоянии имею вправе уполномочен уполномочена вынужден вынуждена отказываюсь предпочитаю против",
    r"""
    \bне (?:могу|можем|смогу|в состоянии|имею права|вправе|уполномочена?)(?: (?:вам|тебе|вас|с этим|на это|на этот|в этом|этого|это|такие|такой|этим|к сожалению)){0,3} (?:помочь|помогать|ответить|отвечать|предоставить|предоставлять|поделиться|раскрыть|раскрывать|выполнить|обсуждать|обсудить|сделать|делать|создать|создавать|написать|генерировать|давать|дать (?:\w+ )?(?:совет|информац|консультац)|консультировать|участвовать|продолжать|говорить|комментировать|рассказать|показать (?:свои|мои)|игнорировать)
    \bвынуждена? (?:вам )?отказать|\bя отказываюсь\b|\bпредпочитаю не (?:отвечать|обсуждать|говорить)
    \bмогу (?:помочь|помогать|отвечать) только\b|\bмогу только (?:помочь|отвечать|помогать)
    \bпротив моих (?:правил|принципов|инструкций)
    """,
)

_CHINESE = _phrases(
    "zh",
    "无法 無法 不能 不便 不可以 拒绝 拒絕 谢绝 我只能",
    r"""
    (?:我|抱歉|对不起|對不起|很遗憾|恐怕)[^。!?!?]{0,12}?(?:无法|無法|不能|不便|不可以)(?:为您|為您|向您|给您|帮您|協助您|对此|就此|在此|直接)?(?:帮助|幫助|协助|協助|帮忙|提供|回答|回应|回應|答复|分享|透露|满足|滿足|执行这|讨论|討論|参与|生成|创作|撰写|继续|評論|评论|这样做|這樣做|做到这|泄露|公开)
    我(?:必须|不得不|只能|需要)?(?:拒绝|拒絕|谢绝)|我只能(?:回答|帮助|协助|处理)
    """,
    spaced=False,
)

_JAPANESE = _phrases(
    "ja",
    "ません かねます お断り 控えさせ",
    r"""
    (?:お手伝い|お答え|回答|お応え|対応|提供|共有|開示|お教え|教え|お伝え|協力|支援|サポート|生成|作成|議論|コメント|公開)(?:する|いたす|を|は|に|が)*(?:こと)?(?:は|が)?(?:でき|いたし|し)?(?:ません|かねます)
    お断り(?:します|いたします|させて)|(?:回答|お答え|コメント)(?:は|を)?(?:差し)?控えさせ|(?:応じ|答え|教え)(?:ることは)?(?:られません|できません|かねます)
    """,
    spaced=False,
)

_KOREAN = _phrases(
    "ko",
    "없 어렵 거절 거부",
    r"""
    (?:도와|도움(?:을)?|답변|대답|제공|공유|공개|응할|응답|알려|말씀|안내|지원|생성|작성|논의|처리해)(?:해|을|를)? ?(?:드리|드릴|하|할|해 드릴|해드릴)?(?:는)? ?(?:수(?:가|는)? ?없|기 어렵)
    (?:요청|질문|부탁)[^.!?]{0,20}(?:거절|거부|응할 수 없|들어드릴 수 없|수행할 수 없)|거절하겠습니다|거절해야
    """,
    spaced=False,
)

_VIETNAMESE = _phrases(
    "vi",
    "thể phép năng từ",
    r"""
    (?:tôi|mình|em) (?:\w+ ){0,2}?(?:không thể|không được phép|không có khả năng) (?:\w+ )?(?:giúp|hỗ trợ|trả lời|cung cấp|chia sẻ|tiết lộ|thực hiện (?:yêu cầu|điều)|đáp ứng|thảo luận|tạo ra|viết|tư vấn|làm (?:điều|việc) (?:đó|này)|tiếp tục|bình luận)
    (?:tôi|mình) (?:xin |phải |buộc phải )?từ chối|tôi chỉ có thể (?:giúp|trả lời|hỗ trợ)
    """,
)

PHRASES: Final = (
    *_ENGLISH, _SPANISH, _GERMAN, _FRENCH, _PORTUGUESE, _ITALIAN, _DUTCH, _POLISH, _RUSSIAN, _CHINESE, _JAPANESE,
    _KOREAN, _VIETNAMESE,
)  # fmt: skip
