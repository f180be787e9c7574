"""Traits met in fiches of more offices: other bullets and numbers, lists run together, questions written again, other versions of the form."""
from .docx import W, cell, p, package, r, row, table, x
from .fiches import *
from .form import ES, KEYS, institution_table, printed, whole

HEALTH = actor("Ministerio de Salud", PUBLIC)
EDUCATION = actor("Ministerio de Educación", PUBLIC)
INDUSTRY = actor("Cámara de Industrias", PRIVATE)
UDELAR = actor("Universidad de la República", ACADEMIA)
VIDA = actor("Fundación Vida", CIVIL)
BOTH = changed(UY_FICHE, initiatives=[UY_FICHE["initiatives"][0], EC_2_CONTENT])
NOTHING = changed(UY_FICHE, initiatives=None, nothing_to_report=True)
ACTORS = "initiatives[0].actors"


def doc(**answers):
    return package(whole(UY, [{**UY_1, **answers}]))


def fiche(**fields):
    return with_content(UY_FICHE, 0, **fields)


def acted(answer, *actors):
    return doc(actors=answer), fiche(actors=list(actors))


def contact(answer, **person):
    return package(whole(UY[:1] + [answer] + UY[2:], [UY_1])), changed(UY_FICHE, focal_point=person or None)


def options(*label):
    """The printed list of options as it was left, and no answer beside it."""
    return package(whole(UY, [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": list(label)}]))


def listed(answer, *items):
    return doc(strengths=answer), fiche(strengths=list(items))


def types():
    one, two, three, four = (p(line) for line in ES["type"][1:])
    yield "type-number-in-bold.docx", options(p(ES["type"][0]), one, p(r("2", "b", "highlight"), ES["type"][2][1:]), three, four), UY_FICHE, [("initiatives[0].type", "CHOICE_BY_EMPHASIS")]
    yield "type-other-with-numbers.docx", doc(type="4. Programa de 2 proyectos y 3 acciones"), fiche(type="INITIATIVE_TYPE_OTHER", type_other="Programa de 2 proyectos y 3 acciones"), []
    box = x("<w:r><w:drawing><wp:anchor><a:graphic><a:graphicData uri=\"x\"><wps:wsp><wps:txbx><w:txbxContent>" + p("X") + "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>")
    yield "type-tick-in-a-text-box.docx", options(p(ES["type"][0]), one, p(ES["type"][2], box), three, four), fiche(type=None), [("initiatives[0].type", "TYPE_NOT_RECOGNIZED")]

    hint = "Identifique el número de la opción deseada: 1, "
    yield "type-set-off-in-the-hint.docx", doc(type=p(hint, r("2", "b", "u"), ", 3 o 4.")), UY_FICHE, [("initiatives[0].type", "CHOICE_BY_EMPHASIS")]

    # Ticks of Wingdings, which LibreOffice writes as characters of a private range.
    sym = lambda on: x(f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if on else "F0A8"}"/></w:r>')
    ticked = package(whole(UY[:4] + [p("Si ", sym(False), "   No ", sym(True))], [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": [p(ES["type"][0])] + [
        p(sym(i == 1), " " + line) for i, line in enumerate(ES["type"][1:])]}]))
    unwilling = changed(UY_FICHE, willing_to_share=False)
    yield "libreoffice-wingdings-ticks.docx", (ticked, "odt", "docx"), unwilling, []
    yield "libreoffice-wingdings-ticks.odt", (ticked, "odt"), unwilling, []

    shares = lambda answer: package(whole(UY[:4] + [answer], [UY_1]))
    yield "sharing-one-of-them.docx", shares("Sí, únicamente la iniciativa 1"), UY_FICHE, [("willing_to_share", "CHOICE_CONDITIONAL")]
    yield "sharing-only-a-tick.docx", shares("X"), changed(UY_FICHE, willing_to_share=None), [("willing_to_share", "CHOICE_UNCLEAR")]


def contacts():
    focal = "focal@auci.example.org"
    yield "contacts-post-in-the-line.docx", *contact(f"Nombre: Ana Ruiz Cargo: Directora Correo: {focal}", display_name="Ana Ruiz", email=focal), [("focal_point.display_name", "CONTACT_EXTRA")]
    yield "contacts-announced-at-length.docx", *contact(f"Correo electrónico institucional: {focal} / Ana Ruiz", display_name="Ana Ruiz", email=focal), []
    yield "contacts-announced-in-brackets.docx", *contact(f"Ana Ruiz (correo electrónico: {focal})", display_name="Ana Ruiz", email=focal), []
    yield "contacts-nobody-yet.docx", *contact("Sin punto focal designado"), [("focal_point", "CONTACT_REFERENCE")]
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "mailto:focal@auci.example.org" </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Ana Ruiz</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    yield "contacts-link-by-a-field.docx", *contact([p(x(field))], display_name="Ana Ruiz", email=focal), [("focal_point.email", "EMAIL_FROM_LINK")]

    several = [("country_code", "COUNTRY_SEVERAL")]
    yield "country-of-two-agencies.docx", package(whole(["Chile (AGCID) y Uruguay (AUCI)"] + UY[1:], [UY_1])), changed(UY_FICHE, country_code=None, institution="Chile (AGCID) y Uruguay (AUCI)"), several
    yield "country-written-twice.docx", package(whole(["Guatemala\nGuatemala: SEGEPLAN"] + UY[1:], [UY_1])), changed(UY_FICHE, country_code="GT", institution="SEGEPLAN"), []


def actors():
    in_uruguay, there = {**HEALTH, "country_code": "UY"}, {**VIDA, "country_code": "PY"}
    yield "actors-countries-in-one-line.docx", *acted("Uruguay: Ministerio de Salud (sector público), Universidad de la República (academia). Paraguay: Fundación Vida (sociedad civil)", in_uruguay,
                                                      {**UDELAR, "country_code": "UY"}, there), []
    yield "actors-on-the-part-of-countries.docx", *acted("Por parte de Uruguay: Ministerio de Salud (sector público). Por parte de Paraguay: Fundación Vida (sociedad civil).", in_uruguay, there), []
    yield "actors-names-in-several-brackets.docx", *acted("Sector público (Ministerio de Salud; Ministerio de Educación), academia (Universidad de la República) y sociedad civil (Fundación Vida)", HEALTH,
                                                          EDUCATION, UDELAR, VIDA), []
    yield "actors-bullets-in-one-line.docx", *acted("Sector público: • Ministerio de Salud • Ministerio de Educación\nAcademia: • Universidad de la República", HEALTH, EDUCATION, UDELAR), []
    yield "actors-numbered-in-a-sentence.docx", *acted("1. Ministerio de Salud, sector público y 2. Universidad de la República, academia", HEALTH, UDELAR), []
    yield "actors-numbered-by-parts.docx", *acted("1. Sector público\n1.1 Ministerio de Salud\n1.2 Ministerio de Educación\n2. Academia\n2.1 Universidad de la República", HEALTH, EDUCATION, UDELAR), []
    yield "actors-last-with-and.docx", *acted("Ministerio de Salud (sector público),\nUniversidad de la República (academia),\ny Fundación Vida (sociedad civil).", HEALTH, UDELAR, VIDA), []
    yield "actors-kinds-in-the-plural.docx", *acted("Públicos: Ministerio de Salud\nAcadémicos: Universidad de la República\nSindicales: PIT-CNT", actor("Ministerio de Salud", PUBLIC, "públicos"),
                                                    actor("Universidad de la República", ACADEMIA, "académicos"), actor("PIT-CNT", UNION, "sindicales")), []
    yield "actors-kind-of-nobody-below.docx", *acted("Sector público:\n· Ministerio de Salud\nSector privado:\n· No aplica\nAcademia:\n· Universidad de la República", HEALTH, UDELAR), []
    yield "actors-announced-in-one-line.docx", *acted("Actores: Ministerio de Salud (sector público), Universidad de la República (academia)", HEALTH, UDELAR), []
    yield "actors-kinds-counted.docx", *acted("Sector público (2): Ministerio de Salud y Ministerio de Educación. Academia (1): Universidad de la República.", HEALTH, EDUCATION, UDELAR), []
    yield "actors-kinds-ticked-behind.docx", *acted("Sector público (X): Ministerio de Salud\nSector privado ( )\nAcademia (X): Universidad de la República", HEALTH, UDELAR), []
    yield "actors-legal-forms.docx", *acted("Sector privado: Danper, S.A.C., Quesos del Sur, S.A. de C.V.; Sector público: Camões, I.P.", actor("Danper, S.A.C.", PRIVATE), actor("Quesos del Sur, S.A. de C.V.", PRIVATE),
                                            actor("Camões, I.P.", PUBLIC)), []
    several = lambda *which: [(f"{ACTORS}[{i}].display_name", "ACTOR_MAY_BE_SEVERAL") for i in which]
    yield "actors-of-several-places.docx", *acted("Sector privado: empresas hoteleras de Bayahíbe, Punta Cana y Samaná; sector público: IICA y Ministerios de Agricultura de Barbados, Dominica y Santa Lucía",
                                                  actor("empresas hoteleras de Bayahíbe, Punta Cana y Samaná", PRIVATE), actor("IICA", PUBLIC),
                                                  actor("Ministerios de Agricultura de Barbados, Dominica y Santa Lucía", PUBLIC)), several(0)
    yield "actors-behind-initials.docx", *acted("Puente Ciudadano A.C. (sociedad civil), Fundación Vida (sociedad civil)\nSociedad civil: Fundación Juconi A.C. y Fe y Alegría", actor("Puente Ciudadano A.C.", CIVIL), VIDA,
                                                actor("Fundación Juconi A.C. y Fe y Alegría", CIVIL)), several(2)
    yield "actors-kind-in-a-heading.docx", *acted("Instituciones nacionales (sector público):\n- Ministerio de Salud\n- Ministerio de Educación\nUniversidades (academia):\n- Universidad de la República", HEALTH,
                                                  EDUCATION, UDELAR), []
    yield "actors-one-to-a-pair-of-lines.docx", *acted("Actor 1: Ministerio de Salud\nTipo: sector público\nActor 2: Universidad de la República\nTipo: academia", HEALTH, UDELAR), [
        (f"{ACTORS}[{i}].category", "ACTOR_CATEGORY_BELOW") for i in range(2)]
    yield "actors-role-before-the-name.docx", *acted("Coordinación: Ministerio de Salud (sector público)\nFundación Vida (sociedad civil)", HEALTH, VIDA), [(f"{ACTORS}[0]", "UNPLACED_TEXT")]
    yield "actors-with-their-shares.docx", *acted("Ministerio de Salud (sector público, 60%)\nFundación Vida (sociedad civil)", HEALTH, VIDA), [(f"{ACTORS}[0]", "UNPLACED_TEXT")]
    yield "actors-to-be-named.docx", *acted("Ministerio de Salud (sector público)\nPor definir (sector privado)", HEALTH), [(ACTORS, "ACTOR_NAMES_MISSING")]
    yield "actors-who-take-no-part.docx", *acted("Ministerio de Salud (sector público)\nNo participan sindicatos ni parlamentos", HEALTH), [(ACTORS, "NONE_READ_AS_EMPTY")]
    yield "actors-acronyms-of-one-kind.docx", *acted("MSP, MIDES e INAU (sector público); UdelaR y UTEC (academia)", actor("MSP, MIDES e INAU", PUBLIC), actor("UdelaR y UTEC", ACADEMIA)), [
        (f"{ACTORS}[{i}].display_name", "ACTOR_MAY_BE_SEVERAL") for i in range(2)]
    yield "actors-parted-by-dashes.docx", *acted("MSP – MIDES – UdelaR", actor("MSP – MIDES – UdelaR")), [(f"{ACTORS}[0].display_name", "ACTOR_MAY_BE_SEVERAL")]
    yield "actors-parted-by-ampersand.docx", *acted("Ministerio de Salud & Universidad de la República", actor("Ministerio de Salud & Universidad de la República")), [(f"{ACTORS}[0].display_name", "ACTOR_MAY_BE_SEVERAL")]
    yield "actors-of-a-kind-parted-by-dashes.docx", *acted("Sector público - Ministerio de Salud - Ministerio de Educación\nAcademia - Universidad de la República",
                                                           actor("Ministerio de Salud - Ministerio de Educación", PUBLIC), UDELAR), [(f"{ACTORS}[0].display_name", "ACTOR_MAY_BE_SEVERAL")]
    yield "prose-actors-of-sao-paulo.docx", *acted("Participaram o Ministério da Saúde, a Universidade de São Paulo e a ONG Viva Rio.", actor("Ministério da Saúde"), actor("Universidade de São Paulo"),
                                                   actor("ONG Viva Rio")), [(ACTORS, "ACTORS_FROM_PROSE")]


def lists():
    two = ["Los productores enseñaron a otros productores.", "La universidad midió los resultados."]
    for name, sign in (("check", "ü"), ("diamond", "v"), ("box", "q"), ("section-sign", "§"), ("tick", "\uf0fc"), ("box-ticked", "☑"), ("angle", "»"), ("four-diamonds", "❖")):
        yield f"lists-pasted-{name}.docx", *listed([p(f"{sign} {item}") for item in two], *two), []
    yield "lists-with-ordinals.docx", *listed(f"1ra. {two[0]}\n2da. {two[1]}", *two), []
    yield "lists-numbers-without-a-sign.docx", doc(strengths=f"1 {two[0]}\n2 {two[1]}", results="1 Manual\n2 Talleres"), fiche(strengths=two, results=["1 Manual", "2 Talleres"]), []
    yield "lists-none-more.docx", *listed(f"- {two[0]}\n- {two[1]}\n- Ninguna otra", *two), [("initiatives[0].strengths", "NONE_READ_AS_EMPTY")]
    several = [("initiatives[0].strengths", "LIST_MAY_BE_SEVERAL")]
    for name, answer in (("in-a-sentence", "En primer lugar, los productores enseñaron a otros productores. En segundo lugar, la universidad midió los resultados."),
                         ("by-slashes", f"1/ {two[0]} 2/ {two[1]}")):
        yield f"lists-counted-{name}.docx", *listed(answer, answer), several
    yield "lists-with-glued-dashes.docx", *listed("-Los productores enseñaron a otros productores. -La universidad midió los resultados.", "Los productores enseñaron a otros productores. -La universidad midió los resultados."), several


def layouts():
    # The question is written again where it is answered.
    yield "questions-answered-in-full.docx", doc(title="Nombre: " + UY_1["title"], objectives="Objetivo/s:\n" + UY_1["objectives"], countries="Otros países involucrados: Paraguay",
                                                 justification="Justificación: " + UY_1["justification"], type="Tipo de iniciativa: 2"), UY_FICHE, []

    # The answers stand before the questions.
    yield "answers-before-questions.docx", package(table(*[row(a, q) for q, a in zip(ES["q"], UY)]) + "<w:p/>" + table(*[row(UY_1[k], printed(ES, k)) for k in KEYS])), UY_FICHE, []

    # So they do in the blocks left blank, and the question of the actors is repeated with its list.
    blank = "".join(table(*[row({"type": ES["type_hint"], "actors": ES["actors_hint"]}.get(k, ""), printed(ES, k)) for k in KEYS]) for _ in range(2))
    yield "answers-before-questions-blank-blocks.docx", package(table(*[row(a, q) for q, a in zip(ES["q"], UY)]) + "<w:p/>" + table(*[row(UY_1[k], printed(ES, k)) for k in KEYS]) + "<w:p/>" + blank), UY_FICHE, []
    yield "questions-answered-in-full-with-the-list.docx", doc(actors=ES["info"][2] + " " + UY_1["actors"]), UY_FICHE, []

    first = table(*[row(f"1.{i + 1} {q.upper()}", a) for i, (q, a) in enumerate(zip(ES["q"], UY))])
    second = table(*[row(f"2.{i + 1}. " + printed(ES, k).split("\n")[0].upper(), UY_1[k]) for i, k in enumerate(KEYS)])
    yield "questions-numbered-by-parts.docx", package(first + "<w:p/>" + second), UY_FICHE, []

    numbered = whole(UY, [UY_1, EC_2])
    for number, heading in (("I", "INFORMACIÓN INSTITUCIONAL"), ("II", "INFORMACIÓN INICIATIVA 1"), ("III", "INFORMACIÓN INICIATIVA 2")):
        numbered = numbered.replace(heading, f"{number}. {heading}")
    yield "headings-numbered.docx", package(numbered), BOTH, []

    # Another version of the form asks more; what resembles a question is not taken for it.
    more = [("Tipo de cooperación", "Sur-Sur bilateral"), ("Lecciones aprendidas", "Hay que empezar antes."), ("Sostenibilidad", "Garantizada"), ("Resultados esperados", "Ochenta queserías."), ("País receptor", "Bolivia"),
            ("Institución ejecutora", "INALE"), ("Nombre del director del proyecto", "Ana Ruiz")]
    for name, place in (("", row("Otros países involucrados:", "Paraguay")), ("-at-the-end", row(printed(ES, "results"), UY_1["results"]))):
        body = whole(UY, [UY_1]).replace(place, place + "".join(row(q, a) for q, a in more), 1)
        yield f"questions-of-another-version{name}.docx", package(body), UY_FICHE, [("", "UNPLACED_TEXT")]

    # Questions in the head of a table, and each initiative a row of it.
    heads = [printed(ES, k).split("\n")[0] for k in KEYS]
    yield "initiatives-in-rows.docx", package(institution_table(UY) + "<w:p/>" + table(row("N°", *heads), row("1", *[UY_1[k] for k in KEYS]), row("2", *[EC_2[k] for k in KEYS]))), BOTH, []

    # A note at the foot may hold a part of an answer.
    notes = (f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
             '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Desde 2022 participa también Bolivia.</w:t></w:r></w:p></w:footnote></w:footnotes>')
    types_of_parts = '<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    noted = package(whole(UY, [{**UY_1, "countries": p("Paraguay", x('<w:r><w:footnoteReference w:id="2"/></w:r>'))}]), extra={"word/footnotes.xml": notes}, relations=types_of_parts)
    yield "footnote.docx", noted, UY_FICHE, [("", "UNPLACED_TEXT")]
    yield "libreoffice-footnote.odt", (noted, "odt"), UY_FICHE, [("", "UNPLACED_TEXT")]

    # Two names in one place.
    yield "two-titles-in-one.docx", doc(title="1) Quesería artesanal de cuenca\n2) Mesa andina del agua"), fiche(title="1) Quesería artesanal de cuenca 2) Mesa andina del agua"), [
        ("initiatives[0].title", "LIST_MAY_BE_SEVERAL")]

    read = [("nothing_to_report", "NOTHING_TO_REPORT_READ")]
    for name, title in (("none", "Ninguna"), ("not-applicable", "No aplica"), ("another-verb", "La institución no ejecutó iniciativas multiactor en los últimos tres años.")):
        yield f"nothing-to-report-{name}.docx", package(whole(UY, [{"title": title}])), NOTHING, read
    yield "no-third-initiative.docx", package(whole(UY, [UY_1, EC_2, {"title": "No hay tercera"}])), BOTH, []
    # A name may deny something else.
    yield "title-with-a-no.docx", doc(title="No a la violencia: iniciativas de paz"), fiche(title="No a la violencia: iniciativas de paz"), []


def documents():
    for part in (types, contacts, actors, lists, layouts):
        yield from part()
