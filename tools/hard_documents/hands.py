"""Traits met in fiches from several hands: shorthand, slips of the keyboard, tables of one's own, letters around the form."""
from .docx import cell, p, package, r, row, table
from .fiches import *
from .form import ES, KEYS, hint, institution_table, printed, whole

INALE = actor("Instituto Nacional de la Leche", PUBLIC)
HEALTH = actor("Ministerio de Salud", PUBLIC)
EDUCATION = actor("Ministerio de Educación", PUBLIC)
INDUSTRY = actor("Cámara de Industrias", PRIVATE)
UDELAR = actor("Universidad de la República", ACADEMIA)
VIDA = actor("Fundación Vida", CIVIL)
BOTH = changed(UY_FICHE, initiatives=[UY_FICHE["initiatives"][0], EC_2_CONTENT])


def doc(**answers):
    return package(whole(UY, [{**UY_1, **answers}]))


def fiche(**fields):
    return with_content(UY_FICHE, 0, **fields)


def documents():
    actors = "initiatives[0].actors"
    yield "actors-groups-in-one-line.docx", doc(actors="Sector público: Ministerio de Salud; Ministerio de Educación. Academia: Universidad de la República"), fiche(actors=[HEALTH, EDUCATION, UDELAR]), []
    yield "actors-short-groups-with-slash.docx", doc(actors="Público - Ministerio de Salud / Privado - Cámara de Industrias"), fiche(
        actors=[actor("Ministerio de Salud", PUBLIC, "público"), actor("Cámara de Industrias", PRIVATE, "privado")]), []
    yield "actors-kinds-abbreviated.docx", doc(actors="Ministerio de Salud (pub.)\nIntendencia de Colonia (gob. local)\nEl Abrojo (soc. civil)\nMIDES (SP)"), fiche(
        actors=[actor("Ministerio de Salud", PUBLIC, "pub."), actor("Intendencia de Colonia", LOCAL, "gob. local"), actor("El Abrojo", CIVIL, "soc. civil"), actor("MIDES (SP)")]), [
        (f"{actors}[{i}].category", "ACTOR_CATEGORY_UNCERTAIN") for i in range(3)] + [(f"{actors}[3].category", "ACTOR_CATEGORY_MISSING")]
    yield "actors-kinds-before-names.docx", doc(actors="(sector público) Ministerio de Salud, (academia) Universidad de la República"), fiche(actors=[HEALTH, UDELAR]), []
    yield "actors-kind-and-role-in-brackets.docx", doc(actors="Ministerio de Salud (sector público, coordinador)\nFundación Vida (sociedad civil)"), fiche(actors=[HEALTH, VIDA]), [(f"{actors}[0]", "UNPLACED_TEXT")]
    yield "actors-under-roman-numbers.docx", doc(actors="I. SECTOR PÚBLICO\n1. Ministerio de Salud\n2. Ministerio de Educación\nII. ACADEMIA\n1. Universidad de la República"), fiche(actors=[HEALTH, EDUCATION, UDELAR]), []
    yield "actors-numbered-in-one-line.docx", doc(actors="1) Ministerio de Salud (sector público) 2) Universidad de la República (academia) 3) Fundación Vida (sociedad civil)"), fiche(actors=[HEALTH, UDELAR, VIDA]), []
    yield "actors-two-ministries-one-kind.docx", doc(actors="Ministerio de Salud y Ministerio de Educación (sector público)\nMSP / ANEP (sector público)"), fiche(
        actors=[actor("Ministerio de Salud y Ministerio de Educación", PUBLIC), actor("MSP / ANEP", PUBLIC)]), [(f"{actors}[{i}].display_name", "ACTOR_MAY_BE_SEVERAL") for i in range(2)]
    yield "actors-groups-without-anybody.docx", doc(actors="Sector público: Ministerio de Salud\nSector privado: no participa\nSociedad civil: ninguna\nAcademia: N/A\nSindicatos: -"), fiche(actors=[HEALTH]), []
    yield "actors-under-their-countries.docx", doc(actors="Uruguay:\nMinisterio de Salud (sector público)\nParaguay: Fundación Vida (sociedad civil)"), fiche(
        actors=[{**HEALTH, "country_code": "UY"}, {**VIDA, "country_code": "PY"}]), []
    merged = table(row(cell("ACTORES DE LA INICIATIVA", span=3)), row("N°", "Nombre del actor", "Sector"), row("1", "Ministerio de Salud", cell("Sector público", merge=True)),
                   row("2", "Ministerio de Educación", cell("", merge=False)), row("3", "Universidad de la República", "Academia"))
    yield "actors-table-with-merged-kinds.docx", doc(actors=[merged]), fiche(actors=[HEALTH, EDUCATION, UDELAR]), [(f"{actors}[1].category", "ACTOR_CATEGORY_CARRIED")]
    ticked = table(row("Actor", "Público", "Privado", "Academia"), row("Ministerio de Salud", "X", "", ""), row("Cámara de Industrias", "", "X", ""), row("Universidad de la República", "", "", "X"))
    yield "actors-table-with-ticks.docx", doc(actors=[ticked]), fiche(actors=[actor("Ministerio de Salud", PUBLIC, "público"), actor("Cámara de Industrias", PRIVATE, "privado"), UDELAR]), []
    columns = table(row("Sector público", "Sector privado", "Academia"), row("Ministerio de Salud\nMinisterio de Educación", "Cámara de Industrias", "Universidad de la República"))
    yield "actors-table-of-kinds.docx", doc(actors=[columns]), fiche(actors=[HEALTH, EDUCATION, INDUSTRY, UDELAR]), []
    yield "actors-with-a-legend.docx", doc(actors="SP: Sector Público, AC: Academia\nMinisterio de Salud (SP)\nUniversidad de la República (AC)"), fiche(
        actors=[actor("Ministerio de Salud (SP)"), actor("Universidad de la República (AC)")]), [(actors, "UNPLACED_TEXT"), (f"{actors}[0].category", "ACTOR_CATEGORY_MISSING")]

    yield "answers-elsewhere.docx", doc(objectives="Ver anexo", actors="Ver anexo 1", countries="Ídem iniciativa 2", contact="Ver punto focal institucional", strengths="Pendiente", results="A definir"), fiche(
        objectives=None, actors=None, partner_country_codes=None, focal_point=None, strengths=None, results=None), [
        (f"initiatives[0].{field}", "ANSWER_ELSEWHERE") for field in ("objectives", "actors", "partner_country_codes", "strengths", "results")] + [("initiatives[0].focal_point", "CONTACT_REFERENCE")]
    yield "answers-announced.docx", package(whole([f"Respuesta: {a}" for a in UY], [{**UY_1, "title": "R: " + UY_1["title"], "objectives": "Rta: " + UY_1["objectives"]}])), UY_FICHE, []
    yield "hints-cut-short.docx", doc(actors="Nombre todos los actores:\n" + UY_1["actors"], justification="Describa brevemente por qué surgió la iniciativa: " + UY_1["justification"],
                                      type="Identifique el número de la opción deseada: 2"), UY_FICHE, []

    unseen = lambda words: words.replace("a", "a\u200b").replace("ió", "i\u00adó").replace(" ", "\u00a0")
    yield "unseen-signs.docx", package(table(*[row(unseen(q), a) for q, a in zip(ES["q"], UY)]) + "<w:p/>" + table(*[row(unseen(printed(ES, k)), UY_1[k]) for k in KEYS])), UY_FICHE, []

    people = {"focal_point": {"display_name": "Unidad de proyectos", "email": "proyectos@inale.example.org"}}
    yield "contacts-broken-over-lines.docx", doc(contact=[p(r("Unidad de proyectos proyectos@inale.exam\nple.org"))]), fiche(**people), [("initiatives[0].focal_point.email", "EMAIL_REWRITTEN")]
    yield "contacts-two-signs.docx", doc(contact="Unidad de proyectos, proyectos@@inale.example.org."), fiche(**people), [("initiatives[0].focal_point.email", "EMAIL_REWRITTEN")]
    yield "contacts-number-in-groups.docx", doc(contact="Unidad de proyectos / proyectos@inale.example.org / 099 123 456"), fiche(**people), [("initiatives[0].focal_point.display_name", "CONTACT_EXTRA")]
    yield "contacts-point-behind.docx", doc(contact="Unidad de proyectos, mailto:proyectos@inale.example.org."), fiche(**people), []
    yield "country-with-its-title.docx", package(whole(["República Oriental del Uruguay – AUCI"] + UY[1:], [UY_1])), changed(UY_FICHE, institution="AUCI"), []

    two = ["Los productores enseñaron a otros productores.", "La universidad midió los resultados."]
    yield "lists-counted-in-words.docx", doc(strengths=f"Uno. {two[0]}\nDos. {two[1]}", results="i) Manual; ii) Curso; iii) Red", challenges="1º Caminos en mal estado."), fiche(
        strengths=two, results=["Manual", "Curso", "Red"]), []
    yield "lists-of-short-sentences.docx", doc(strengths="Uno. Dos. Tres.", results="- Manual - Curso - Red"), fiche(strengths=["Uno. Dos. Tres."], results=["Manual - Curso - Red"]), [
        ("initiatives[0].strengths", "LIST_MAY_BE_SEVERAL"), ("initiatives[0].results", "LIST_MAY_BE_SEVERAL")]

    pointed = [p(line if i != 2 else "→ " + line) for i, line in enumerate(ES["type"])]
    yield "type-pointed-at.docx", package(whole(UY, [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": pointed}])), UY_FICHE, [("initiatives[0].type", "CHOICE_BY_EMPHASIS")]
    yield "type-circled.docx", doc(type="②"), UY_FICHE, []

    side = table(row("", "INICIATIVA 1", "INICIATIVA 2"), *[row(printed(ES, k), UY_1[k], EC_2[k]) for k in KEYS])
    yield "initiatives-in-columns.docx", package(institution_table(UY) + "<w:p/>" + side), BOTH, []
    rows = lambda name, questions: [row(cell(name, merge=True) if i == 0 else cell("", merge=False), q, a) for i, (q, a) in enumerate(questions)]
    beside = table(*rows("Información institucional", zip(ES["q"], UY)), *rows("INICIATIVA 1", [(printed(ES, k), UY_1[k]) for k in KEYS]), *rows("INICIATIVA 2", [(printed(ES, k), EC_2[k]) for k in KEYS]))
    yield "sections-beside-questions.docx", package(beside), BOTH, []
    yield "hints-in-a-column.docx", package(institution_table(UY) + "<w:p/>" + table(*[row(printed(ES, k), hint(ES, k), UY_1[k]) for k in KEYS])), UY_FICHE, []
    other = ["Argentina – Cancillería", "Punto focal AR, focal@ar.example.org", "Experiencia.", "Distancia.", "No"]
    yield "two-fiches-in-one.docx", package(whole(UY, [UY_1], count=1) + whole(other, [EC_2], count=1)), BOTH, [
        (field, "ANSWER_REPEATED") for field in ("institution", "country_code", "initiatives", "focal_point", "willing_to_share")]
    letter = "".join(p(line) for line in ["NOTA Nº 45/2022", "Objetivos", "Por la presente remitimos la ficha de nuestro país."])
    yield "letter-before-the-form.docx", package(letter + whole(UY, [UY_1])), UY_FICHE, [("", "UNPLACED_TEXT")]
    flow = "".join(p(q) + "".join(p(line) for line in a.split("\n")) for q, a in list(zip(ES["q"], UY)) + [(printed(ES, k).split("\n")[0], UY_1[k]) for k in KEYS])
    yield "signed-at-the-end.docx", package(flow + p("Montevideo, 3 de mayo de 2022") + p("Firma: ____________")), UY_FICHE, [("", "UNPLACED_TEXT")]
    middle = flow.replace(p(UY_1["justification"]), p("Se firmó en") + p("Montevideo, 3 de mayo de 2022") + p("y sigue vigente."))
    yield "date-inside-an-answer.docx", package(middle), fiche(justification="Se firmó en Montevideo, 3 de mayo de 2022 y sigue vigente."), []
    yield "actors-country-in-a-name.docx", doc(actors="Chile: País Digital (sociedad civil)\nParaguay: Ministerio de Salud (sector público)\nUniversidad de la República (academia)"), fiche(
        actors=[actor("Chile: País Digital", CIVIL), {**HEALTH, "country_code": "PY"}, UDELAR]), []
    yield "no-further-initiatives.docx", package(whole(UY, [UY_1, {"title": "No hay segunda iniciativa"}, {"title": "(en blanco)"}])), UY_FICHE, []
