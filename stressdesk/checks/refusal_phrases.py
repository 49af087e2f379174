# ruff: noqa: RUF001 - letters of other scripts look like Latin ones
"""How assistants refuse in thirteen languages: a subject that cannot or will not, and what it will not do.

Broad words of caution ("ethical", "harmful", "sorry") are left out on purpose: good answers use them too. What counts
is that somebody declines to help, so "I can't find your order" and "I'm sorry to hear that" are no refusals.
Texts are matched casefolded (ß is ss), with straight apostrophes and single spaces.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec


class Phrases(msgspec.Struct, frozen=True):
    """The refusals of one language. No pattern can match a text without one of `stems`, which are quick to look for."""

    language: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def _phrases(language: str, stems: str, *alternatives: str) -> Phrases:
    return Phrases(language, tuple(stems.split("|")), re.compile("|".join(alternatives)))


# "I can't issue a refund without your order number" asks for something; it does not refuse.
_ENGLISH_CONDITION = (
    r"(?![^.!?]{0,120}\b(?:unless|until|without (?:your|the|an?|more|further|knowing|seeing|additional)\b))"
)
_ENGLISH_ACTS = (
    r"(?:help|assist|comply|fulfill?|answer|respond to|reply to|do (?:that|this|so|it)\b|provide|share|"
    r"disclose|reveal|discuss"
    r"|talk about|speak (?:about|to)|comment on|engage|participate|generate|produce|write|create|"
    r"accommodate|continue|"
    r"complete (?:this|that|your|the) (?:request|task)|process (?:this|that|your|such) (?:request|question)|"
    r"handle (?:this|that|your|such) (?:request|question|topic)|support (?:this|that|such|requests|"
    r"your request)|"
    r"offer (?:\w+ )?(?:advice|assistance|help|guidance|opinions|support)|"
    r"give (?:you )?(?:\w+ )?(?:advice|instructions|information|guidance|opinions|that|out)|"
    r"tell you (?!how (?:much|happy|sorry|glad))|show you (?:my|the) (?:instructions|prompt|system)|"
    r"(?:ignore|repeat|print|output) (?:my|the|any|all|your|these|those|previous)|carry out (?:this|"
    r"that|your|such)|"
    r"act as|pretend|role-?play|impersonate|go along|promote|encourage|endorse|be of (?:\w+ )?(?:help|"
    r"assistance))"
)
_ENGLISH = _phrases(
    "en",
    "can't|cannot|can not|cant |won't|will not|unable|not able|not allowed|not permitted|not authori|"
    "not comfortable|"
    "uncomfortable|don't feel|not something|isn't something|decline|refuse|have to pass|rather not|"
    "prefer not to|against my|"
    "outside my|outside of my|beyond my|outside the scope|i can only|i'm only able|i am only able|"
    "do not discuss|don't discuss|"
    "do not share|don't share|do not provide|don't provide|not appropriate for me|inappropriate for me|"
    "not going to|"
    "don't have the ability|do not have the ability|not willing|not in a position",
    r"\b(?:i|we|im)(?:'m| am| are|'re)? (?:\w{2,12} ){0,2}?(?:can't|cannot|can not|cant|won't|will not|"
    r"unable to|not able to|"
    r"not (?:allowed|permitted|authori[sz]ed|comfortable|willing|going|in a position)(?: to| with)?|"
    r"uncomfortable)"
    r"(?: be able to)? (?:\w{3,12}ly |just |even )?(?!help (?:but|feeling|thinking|noticing|wondering))"
    + _ENGLISH_ACTS
    + _ENGLISH_CONDITION,
    r"(?:^|[.!,;] ?|\bbut )(?:sorry|apologies|unfortunately)?,? ?(?:but )?(?:can't|cannot|unable to|"
    r"not able to) " + _ENGLISH_ACTS + _ENGLISH_CONDITION,
    r"\b(?:not|isn't) something (?:that )?(?:i|we)(?:'m| am|'re| are)? (?:can|could|able to|allowed to|"
    r"will|comfortable)",
    r"\bi (?:must|have to|need to|will have to|'ll have to|am going to have to|would have to|"
    r"am forced to)? ?(?:\w+ly )?"
    r"(?:decline|refuse|pass on (?:this|that))(?: to\b| that| this| your| the| it\b|,|\.|$)",
    r"\bi(?:'d| would)? (?:much )?(?:rather not|prefer not to) (?:answer|discuss|say|share|help|"
    r"get into|talk|comment|do|engage|speak)",
    r"\b(?:against|outside(?: of)?|beyond|violates?|not (?:within|in line with)) (?:my|"
    r"the scope of what i|the scope of my)\b"
    r"(?! (?:experience|memory))",
    r"\bi(?:'m| am)? (?:can only|only able to|only here to|only programmed to|only designed to) (?:help|"
    r"assist|answer|discuss|respond|talk)",
    r"\b(?:i|we) (?:do not|don't) (?:discuss|share|provide|feel comfortable|assist with|help with|engage in)\b",
    r"\b(?:not appropriate|inappropriate|unethical) for me to\b",
    r"\bi (?:do not|don't) have the (?:ability|capability|authority|permission) to " + _ENGLISH_ACTS,
)

_SPANISH = _phrases(
    "es",
    "no puedo|no podemos|no podré|no podría|no me es posible|no soy capaz|no estoy autoriz|"
    "no estoy capacit|no se me permite|"
    "no tengo permi|negarme|rechazar|declinar|me niego|prefiero no|puedo ayudar|puedo responder|"
    "puedo hablar|contra de mis|"
    "no es posible ayud|no está permitido que",
    r"\bno (?:(?:te |le |os |les )?(?:puedo|podemos|podré|podría)|me es posible|soy capaz de|"
    r"estoy (?:autorizad[oa]|capacitad[oa]) (?:para|a)|"
    r"se me permite|tengo permi(?:so para|tido))(?: \w+mente)? (?:a )?(?:ayudar|asistir|responder|"
    r"contestar|proporcionar|compartir|"
    r"cumplir|hacer eso|hacer lo que|hacerlo|realizar es|generar|crear|escribir|revelar|divulgar|"
    r"decirte|decirle|mostrar(?:te|le)? mis|"
    r"dar(?:te|le|les)? (?:\w+ )?(?:consejo|información|instruccion|asesor|esa)|ofrecer(?:te|"
    r"le)? (?:\w+ )?(?:consejo|información|ayuda|asesor)|"
    r"brindar|facilitar|hablar|comentar|discutir|continuar|complacer|atender (?:esa|esta|tu|su)|"
    r"acceder a (?:esa|tu|su)|participar|"
    r"procesar (?:esa|esta|tu|su) (?:solicitud|petición)|ignorar|completar (?:esa|esta|tu|su))"
    r"(?![^.!?]{0,100}\b(?:sin (?:tu|su|el|la|más|conocer|saber)|hasta que|a menos que|salvo que)\b)",
    r"\b(?:debo|tengo que|tendré que|me veo obligad[oa] a) (?:negarme|rechazar|declinar)",
    r"\bme niego a\b",
    r"\bprefiero no (?:responder|hablar|contestar|comentar|hacer|compartir|decir)",
    r"\b(?:solo|sólo|solamente|únicamente) (?:te |le )?puedo (?:ayudar|responder|hablar|contestar)",
    r"\ben contra de mis (?:directrices|normas|pautas|principios|instrucciones|políticas)",
)

_GERMAN = _phrases(
    "de",
    "kann ich|ich kann|können wir|wir können|darf ich|ich darf|ich werde|bin nicht|bin leider nicht|"
    "ablehnen|lehne |"
    "mir nicht|mir leider nicht|nicht möglich|gegen meine|möchte ich|ich möchte|weigere",
    r"\b(?:ich|wir) (?:kann|können|darf|dürfen|werde|möchte) (?:[\w-]+ ){0,5}?(?:nicht|kein\w{0,2}|"
    r"nichts) (?:[\w-]+ ){0,4}?"
    r"(?:helfen|weiterhelfen|beantworten|antworten|unterstützen|behilflich|bereitstellen|verraten|"
    r"nachkommen|erfüllen|"
    r"generieren|preisgeben|weitergeben|äussern|besprechen|diskutieren|beraten|mitteilen|offenlegen|"
    r"(?:auskunft|auskünfte|informationen|rat|ratschläge|anweisungen|anleitungen?|"
    r"empfehlungen) (?:\w+ )?(?:geben|erteilen)|teilen)\b",
    r"\b(?:kann|können|darf|dürfen|werde|möchte) (?:ich|wir) (?:[\w-]+ ){0,5}?(?:nicht|kein\w{0,2}|"
    r"nichts) (?:[\w-]+ ){0,4}?"
    r"(?:helfen|weiterhelfen|beantworten|antworten|unterstützen|behilflich|bereitstellen|verraten|"
    r"nachkommen|erfüllen|"
    r"generieren|preisgeben|weitergeben|äussern|besprechen|diskutieren|beraten|mitteilen|offenlegen|"
    r"erstellen|schreiben|"
    r"(?:auskunft|auskünfte|informationen|rat|ratschläge|anweisungen|anleitungen?|"
    r"empfehlungen) (?:\w+ )?(?:geben|erteilen)|teilen)\b",
    r"\bich (?:kann|darf|werde) (?:das|dies|diese\w?|so etwas|solche\w?)(?: [\w-]+){0,3} nicht (?:tun|"
    r"machen|schreiben|erstellen|ausführen)\b",
    r"\bbin (?:leider )?nicht (?:in der lage|befugt|berechtigt|autorisiert|dazu (?:da|befugt|berechtigt))\b",
    r"\b(?:ich )?(?:muss|möchte|werde) (?:ich )?(?:[\w-]+ ){0,5}?ablehnen\b",
    r"\bich (?:lehne (?:[\w-]+ ){0,4}?ab\b|weigere mich)",
    r"\bist (?:es )?mir (?:leider )?nicht (?:möglich|gestattet|erlaubt)\b",
    r"\bich kann (?:ihnen |dir |nur )*nur (?:bei|mit|zu) (?:[\w-]+ ){0,5}?(?:helfen|antworten|weiterhelfen)",
    r"\b(?:gegen|ausserhalb) meine[rn]? (?:richtlinien|programmierung|vorgaben|grundsätze|anweisungen|"
    r"möglichkeiten)",
)

_FRENCH_ACTS = (
    r"(?:\w{1,4}['. ])?(?:aider|assister|répondre|fournir|partager|divulguer|révéler|communiquer (?:ces|"
    r"mes|cette)|discuter|parler|"
    r"participer|générer|créer|écrire|rédiger|produire|accéder à (?:votre|ta|cette) (?:demande|requête)|"
    r"satisfaire|faire (?:ça|cela)|"
    r"donner (?:suite|de|d'|des|cette|ces)|traiter (?:cette|votre|ta) (?:demande|requête)|continuer|"
    r"commenter|dire)"
)
_FRENCH = _phrases(
    "fr",
    "peux pas|peux malheureusement|ne puis|ne pourrai|ne saurais|pouvons pas|pas en mesure|pas autoris|"
    "pas capable|pas habilit|"
    "impossible de|décliner|refuser|je refuse|préfère ne pas|peux uniquement|ne peux|contre mes|"
    "contraire à mes",
    r"\b(?:je|j'|nous) ?(?:ne |n')?(?:peux|puis|pouvons|pourrai|saurais) (?:(?:malheureusement|donc|"
    r"vraiment) )?(?:pas )?"
    r"(?:(?:malheureusement|donc) )?(?:vous |t'|te |y |le |la |en )?"
    + _FRENCH_ACTS
    + r"(?![^.!?]{0,100}\b(?:sans (?:votre|le|la|plus|connaître)|à moins|tant que)\b)",
    r"\b(?:je|nous) ne (?:suis|sommes) (?:malheureusement )?pas (?:en mesure|autorisée?s?|capables?|"
    r"habilitée?s?)(?: de| d'| à)? ?(?:vous |te |t')?" + _FRENCH_ACTS,
    r"\bil m'est (?:malheureusement )?impossible de (?:vous |te |t')?" + _FRENCH_ACTS,
    r"\bje (?:dois|suis (?:obligée?|contrainte?) de|me vois contrainte? de) (?:\w+ment )?(?:décliner|refuser)",
    r"\bje refuse de\b",
    r"\bje préfère ne pas (?:répondre|en parler|commenter|discuter|partager)",
    r"\bje (?:ne peux (?:vous |t'|te )?(?:aider|répondre|parler) qu|peux (?:uniquement|"
    r"seulement) (?:vous |t'|te )?(?:aider|répondre))",
    r"\b(?:contre|contraire à) mes (?:directives|principes|consignes|règles|instructions)",
)

_PORTUGUESE = _phrases(
    "pt",
    "não posso|não podemos|não consigo|não poderei|não sou capaz|não estou autoriz|não tenho permiss|"
    "não me é permit|não é possível|"
    "recusar|recuso|declinar|prefiro não|só posso|apenas posso|posso apenas|contra as minhas|contra minhas",
    r"\bnão (?:(?:te |lhe )?(?:posso|podemos|consigo|poderei)|sou capaz de|estou autorizad[oa] a|"
    r"tenho permissão para|me é permitido)"
    r"(?: \w+mente)? (?:te |lhe |o |a )?(?:ajud|auxiliar|responder|fornecer|compartilhar|partilhar|"
    r"atender (?:a )?(?:esse|este|essa|esta|seu|sua|ao)|"
    r"cumprir|fazer isso|fazê-lo|criar|gerar|escrever|revelar|divulgar|discutir|falar sobre|"
    r"dar (?:\w+ )?(?:conselho|informaç|instruç)|"
    r"oferecer (?:\w+ )?(?:conselho|informaç|ajuda)|continuar|participar|comentar|mostrar minhas|"
    r"processar (?:esse|este|seu)|ignorar)"
    r"(?![^.!?]{0,100}\b(?:sem (?:o|a|seu|sua|mais|saber)|até que|a menos que)\b)",
    r"\b(?:devo|tenho que|preciso) (?:recusar|declinar)|\b(?:eu )?me recuso a\b|\brecuso-me a\b",
    r"\bprefiro não (?:responder|falar|comentar|compartilhar|fazer)",
    r"\b(?:só|apenas|somente) posso (?:te |lhe )?(?:ajudar|responder|falar)|\bposso (?:apenas|"
    r"somente) (?:te |lhe )?(?:ajudar|responder)",
    r"\bcontra (?:as )?minhas (?:diretrizes|normas|políticas|instruções)",
)

_ITALIAN = _phrases(
    "it",
    "non posso|non possiamo|non sono in grado|non sono autorizz|non mi è possibile|non mi è permess|"
    "rifiut|declinare|preferisco non|"
    "posso solo|posso soltanto|contro le mie",
    r"\bnon (?:(?:ti |le |vi )?(?:posso|possiamo)|sono in grado di|sono autorizzat[oa] a|"
    r"mi è (?:possibile|permesso))(?: \w+mente| purtroppo)? "
    r"(?:aiutar|assister|risponder|fornir|condivider|rivelar|divulgar|soddisfar|farlo\b|fare (?:questo|"
    r"ciò|quello)|generar|crear|scriver|"
    r"discuter|parlar|dar(?:e|ti|le|vi) (?:\w+ )?(?:consigli|informazioni|istruzioni)|continuare|"
    r"partecipar|commentar|esaudir|ignorar)"
    r"(?![^.!?]{0,100}\b(?:senza (?:il|la|sapere|ulteriori)|finché|a meno che)\b)",
    r"\b(?:devo|sono costrett[oa] a) (?:rifiutar|declinare)|\bmi rifiuto di\b|"
    r"\bpreferisco non (?:rispondere|parlarne|commentare|condividere)",
    r"\bposso (?:solo|soltanto) (?:aiutar|risponder)|\bcontro le mie (?:linee guida|regole|istruzioni)",
)

_DUTCH = _phrases(
    "nl",
    "kan ik|ik kan|kunnen we|wij kunnen|mag ik|ik mag|ik ben niet|niet in staat|weigeren|weiger|"
    "niet toegestaan|afwijzen",
    r"\b(?:ik (?:kan|mag|wil)|(?:kan|mag|wil) ik|(?:wij|we) kunnen|kunnen (?:wij|"
    r"we)) (?:[\w-]+ ){0,5}?(?:niet|geen) (?:[\w-]+ ){0,4}?"
    r"(?:helpen|verder helpen|beantwoorden|antwoorden|assisteren|voldoen|delen|verstrekken|prijsgeven|"
    r"onthullen|bespreken|adviseren|"
    r"geven over|genereren|uitvoeren|schrijven|advies geven|informatie geven)",
    r"\bik ben (?:helaas )?niet (?:in staat|bevoegd|gemachtigd|bereid)\b|\bik (?:moet|"
    r"wil) (?:[\w-]+ ){0,4}?(?:weigeren|afwijzen)\b|\bik weiger\b",
    r"\bik kan (?:u |je )?(?:alleen|enkel) (?:helpen|vragen)",
)

_POLISH = _phrases(
    "pl",
    "nie mogę|nie możemy|nie jestem w stanie|nie jestem upoważ|nie wolno mi|muszę odmówić|odmawiam|"
    "wolę nie|mogę jedynie|mogę tylko",
    r"\bnie (?:mogę|możemy|jestem w stanie|jestem upoważnion[ya] do|"
    r"wolno mi)(?: niestety)? (?:\w+ ){0,3}?(?:pomóc|pomagać|odpowiedzieć|odpowiadać|"
    r"udzielić|udzielać|udostępnić|ujawnić|spełnić|zrobić|wygenerować|napisać|stworzyć|podać ci|"
    r"rozmawiać|kontynuować|omawiać|doradzać|zignorować)",
    r"\bmuszę odmówić\b|\bodmawiam\b|\bwolę nie (?:odpowiadać|rozmawiać|mówić)|\bmogę (?:jedynie|"
    r"tylko) (?:pomóc|pomagać|odpowiadać)",
)

_RUSSIAN = _phrases(
    "ru",
    "не могу|не можем|не смогу|не в состоянии|не имею права|не вправе|не уполномоч|вынужден|отказ|"
    "предпочитаю не|могу помочь только|могу только|против мо",
    r"\bне (?:могу|можем|смогу|в состоянии|имею права|вправе|уполномочен[а]?)(?: (?:вам|тебе|с этим|вас|"
    r"на это|на этот|в этом|к сожалению|этого|это|такие|такой|этим)){0,3} "
    r"(?:помочь|помогать|ответить|отвечать|предоставить|предоставлять|поделиться|раскрыть|раскрывать|"
    r"выполнить|обсуждать|обсудить|"
    r"сделать|делать|создать|создавать|написать|генерировать|давать|дать (?:\w+ )?(?:совет|информац|"
    r"консультац)|консультировать|участвовать|"
    r"продолжать|говорить|комментировать|рассказать|показать (?:свои|мои)|удовлетворить|игнорировать)",
    r"\bвынужден[а]? (?:вам )?отказать|\bя отказываюсь\b|\bпредпочитаю не (?:отвечать|обсуждать|"
    r"говорить)|\bмогу (?:помочь|помогать) только\b|"
    r"\bмогу только (?:помочь|отвечать|помогать)|\bпротив моих (?:правил|принципов|инструкций)",
)

_CHINESE = _phrases(
    "zh",
    "无法|不能|不便|拒绝|不可以|無法|拒絕|只能",
    r"(?:我|我们|我們|抱歉|对不起|對不起|很遗憾|恐怕)[^。!?!?]{0,12}?(?:无法|無法|不能|不便|"
    r"不可以)(?:为您|為您|向您|给您|帮您|協助您|对此|就此|在此|直接)?"
    r"(?:帮助|幫助|协助|協助|帮忙|提供|回答|回应|回應|答复|分享|透露|满足|滿足|执行这|讨论|討論|参与|"
    r"生成|创作|撰写|继续|評論|评论|这样做|這樣做|做到这|泄露|公开)",
    r"我(?:必须|不得不|只能|需要)?(?:拒绝|拒絕|谢绝)|我只能(?:回答|帮助|协助|处理)",
)

_JAPANESE = _phrases(
    "ja",
    "できません|できかねます|いたしかねます|しかねます|お断り|できない|控えさせ|られません|お答えできる",
    r"(?:お手伝い|お答え|回答|お応え|対応|提供|ご提供|共有|開示|お教え|教え|お伝え|協力|支援|サポート|"
    r"生成|作成|議論|コメント|説明|公開)(?:する|を|は|に|が)?(?:する)?(?:こと)?(?:は|が)?"
    r"(?:できません|できかねます|いたしかねます|しかねます|ことはできません)",
    r"(?:お手伝い|お答え|回答|対応|提供)(?:する|いたす)?ことは(?:でき|いたし)?(?:ません|かねます)|"
    r"お断り(?:します|いたします|させて)|(?:回答|お答え|コメント)(?:は|を)?(?:差し)?控えさせ|"
    r"(?:応じ|答え|教え|お応えし)(?:ることは)?(?:られません|できません|かねます)",
)

_KOREAN = _phrases(
    "ko",
    "수 없|못합니다|거절|거부|어렵습니다|드릴 수만",
    r"(?:도와|도움(?:을)?|도움드릴|답변|대답|제공|공유|공개|응할|응답|알려|말씀|안내|지원|생성|작성|"
    r"논의|처리해)(?:해|을|를)? ?(?:드리|드릴|하|할|해 드릴|해드릴|드리기)?(?:는)? ?(?:수(?:가|는)? ?없|"
    r"기 어렵|어렵습니다)",
    r"(?:요청|질문|부탁)[^.!?]{0,20}(?:거절|거부|응할 수 없|들어드릴 수 없|수행할 수 없)|거절하겠습니다|"
    r"거절해야",
)

_VIETNAMESE = _phrases(
    "vi",
    "không thể|không được phép|không có khả năng|từ chối|chỉ có thể",
    r"(?:tôi|chúng tôi|mình|em) (?:\w+ ){0,2}?(?:không thể|không được phép|"
    r"không có khả năng) (?:\w+ )?(?:giúp|hỗ trợ|trả lời|cung cấp|chia sẻ|tiết lộ|"
    r"thực hiện (?:yêu cầu|điều)|đáp ứng|thảo luận|tạo ra|viết|tư vấn|làm (?:điều|việc) (?:đó|này)|"
    r"tiếp tục|bình luận)",
    r"(?:tôi|mình) (?:xin |phải |buộc phải )?từ chối|tôi chỉ có thể (?:giúp|trả lời|hỗ trợ)",
)

PHRASES: Final = (
    _ENGLISH, _SPANISH, _GERMAN, _FRENCH, _PORTUGUESE, _ITALIAN, _DUTCH, _POLISH, _RUSSIAN, _CHINESE, _JAPANESE,
    _KOREAN, _VIETNAMESE,
)  # fmt: skip
