"""Traits of the answers on actors, countries and lists."""
from .docx import cell, item, p, package, r, row, table, x
from .fiches import *
from .form import ES, KEYS, whole


def doc(**answers):
    return package(whole(UY, [{**UY_1, **answers}]))


def fiche(**fields):
    return with_content(UY_FICHE, 0, **fields)


UTEC = actor("Universidad Tecnológica (UTEC)", ACADEMIA)
INALE = actor("Instituto Nacional de la Leche", PUBLIC)
COOP = actor("Cooperativa de queseros de Ecilda Paullier", PRIVATE)


def documents():
    inner = table(row("Actor", "Tipo de actor"), row("Instituto Nacional de la Leche", "Sector público"), row("Cooperativa de queseros de Ecilda Paullier", "Sector privado"),
                  row("Universidad Tecnológica (UTEC)", "Academia"))
    yield "nested-table-actors.docx", doc(actors=[p("Nombre todos los actores e identifique a qué tipo de actor corresponden"), inner]), UY_FICHE, []

    yield "actors-under-headings.docx", doc(actors="SECTOR PÚBLICO\n- Instituto Nacional de la Leche\nSector privado:\n- Cooperativa de queseros de Ecilda Paullier\nAcademia\n- Universidad Tecnológica (UTEC)"), UY_FICHE, []

    yield "actors-by-group.docx", doc(actors="Sector público: Ministerio de Economía, Planificación y Desarrollo (MEPyD), Instituto Nacional de la Leche; Sociedad civil: Fundación Sol y Luna y Fundación Páramo; Academia: UTEC, UdelaR"), fiche(
        actors=[actor("Ministerio de Economía, Planificación y Desarrollo (MEPyD)", PUBLIC), INALE, actor("Fundación Sol y Luna", CIVIL), actor("Fundación Páramo", CIVIL), actor("UTEC", ACADEMIA),
                actor("UdelaR", ACADEMIA)]), []

    yield "actors-uncertain-kinds.docx", doc(actors="Instituto Nacional de la Leche (público-privado)\nCooperativa de queseros de Ecilda Paullier (cooperativa)\nUniversidad Tecnológica (UTEC) (academia)\nCAF – organismo multilateral"), fiche(
        actors=[actor("Instituto Nacional de la Leche", words="público-privado"), actor("Cooperativa de queseros de Ecilda Paullier", words="cooperativa"), UTEC,
                actor("CAF", INTERNATIONAL, "organismo multilateral")]), [
        ("initiatives[0].actors[0].category", "ACTOR_CATEGORY_UNCERTAIN"), ("initiatives[0].actors[1].category", "ACTOR_CATEGORY_UNCERTAIN")]

    yield "actors-without-kinds.docx", doc(actors="Instituto Nacional de la Leche\nUniversidad Tecnológica (UTEC), academia"), fiche(actors=[actor("Instituto Nacional de la Leche"), UTEC]), [
        ("initiatives[0].actors[0].category", "ACTOR_CATEGORY_MISSING")]

    yield "prose-actors.docx", doc(actors="Participan el Instituto Nacional de la Leche (sector público), la Cooperativa de queseros de Ecilda Paullier (sector privado) y la Universidad Tecnológica (UTEC) (academia)."), UY_FICHE, [
        ("initiatives[0].actors", "ACTORS_FROM_PROSE")]
    yield "prose-actors-without-kinds.docx", doc(actors="La iniciativa es coordinada por el Instituto Nacional de la Leche junto con la Universidad Tecnológica y cuenta con el apoyo de la Fundación Páramo."), fiche(
        actors=[actor("Instituto Nacional de la Leche"), actor("Universidad Tecnológica"), actor("Fundación Páramo")]), [("initiatives[0].actors", "ACTORS_FROM_PROSE")]

    yield "actors-one-line-with-dashes.docx", doc(actors="Instituto Nacional de la Leche – Sector Público, Cooperativa de queseros de Ecilda Paullier - sector privado, Universidad Tecnológica (UTEC): academia"), UY_FICHE, []

    yield "countries-in-words.docx", doc(countries="Trinidad y Tobago, República Dominicana, Dominica y Guinea Ecuatorial; San Cristóbal y Nieves"), fiche(partner_country_codes=["TT", "DO", "DM", "GQ", "KN"]), []
    yield "countries-that-are-none.docx", doc(countries="Paraguay, Unión Europea, APC-Colombia, países del SICA, Congo"), UY_FICHE, [
        ("initiatives[0].partner_country_codes", "NOT_A_COUNTRY"), ("initiatives[0].partner_country_codes", "COUNTRY_AMBIGUOUS")]
    yield "countries-with-own.docx", doc(countries="Uruguay (oferente)\nParaguay (receptor)\nAlemania (segundo oferente)"), fiche(partner_country_codes=["PY", "DE"]), []
    yield "countries-not-applicable.docx", doc(countries="N/A", challenges="No aplica", contact="-"), fiche(partner_country_codes=None, challenges=None, focal_point=None), []

    yield "lists-in-one-paragraph.docx", doc(strengths="1) Los productores enseñaron a otros productores. 2) La universidad midió los resultados.", results="a) Manual de buenas prácticas. b) Cuarenta queserías habilitadas."), UY_FICHE, []
    yield "lists-longer-than-asked.docx", doc(results="• Uno.\n• Dos.\n• Tres.\n• Cuatro."), fiche(results=["Uno.", "Dos.", "Tres.", "Cuatro."]), [("initiatives[0].results", "LIST_LONGER_THAN_ASKED")]
    yield "lists-with-continuation.docx", doc(strengths="Las principales fortalezas son:\n1.- Los productores enseñaron\na otros productores.\n2.- La universidad midió los resultados.", results=[
        item("Manual de buenas prácticas."), item("Cuarenta queserías habilitadas.")]), UY_FICHE, [("initiatives[0].strengths", "LIST_INTRODUCTION")]
    yield "lists-with-numbers-inside.docx", doc(results="1. 2022: manual de buenas prácticas.\n2. 40 % de queserías habilitadas.", challenges="2.500 familias sin camino."), fiche(
        results=["2022: manual de buenas prácticas.", "40 % de queserías habilitadas."], challenges=["2.500 familias sin camino."]), []

    # Separate lines of several shapes in one answer.
    yield "actors-every-line-another-way.docx", doc(actors="1. Instituto Nacional de la Leche [Sector público];\n2. Cooperativa de queseros de Ecilda Paullier → sector privado\n3) UTEC, academia.\nGobiernos locales: Intendencia de Colonia e Intendencia de San José"), fiche(
        actors=[INALE, COOP, actor("UTEC", ACADEMIA), actor("Intendencia de Colonia", LOCAL), actor("Intendencia de San José", LOCAL)]), None

    yield "actors-two-columns.docx", package(whole(UY, [UY_1]).replace(row(ES["info"][2], UY_1["actors"]),
        "<w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in (p(ES["info"][2]), p("Instituto Nacional de la Leche") + p("Cooperativa de queseros de Ecilda Paullier") + p("Universidad Tecnológica (UTEC)"),
                                                         p("sector público") + p("sector privado") + p("academia"))) + "</w:tr>", 1)), UY_FICHE, []

    beside = row(cell(ES["info"][2], merge=True), "Instituto Nacional de la Leche", "sector público") + row(cell("", merge=False), "Cooperativa de queseros de Ecilda Paullier", "sector privado") + row(
        cell("", merge=False), "Universidad Tecnológica (UTEC)", "academia")
    yield "actors-beside-a-merged-question.docx", package(whole(UY, [UY_1]).replace(row(ES["info"][2], UY_1["actors"]), beside, 1)), UY_FICHE, []

    below = row(cell(ES["info"][2], span=2)) + row("Instituto Nacional de la Leche", "sector público") + row("Cooperativa de queseros de Ecilda Paullier", "sector privado") + row("Universidad Tecnológica (UTEC)", "academia")
    yield "actors-in-rows-below.docx", package(whole(UY, [UY_1]).replace(row(ES["info"][2], UY_1["actors"]), below, 1)), UY_FICHE, []

    yield "actors-with-tabs.docx", doc(actors="Instituto Nacional de la Leche\tSector público\nCooperativa de queseros de Ecilda Paullier\tSector privado\nUniversidad Tecnológica (UTEC)\tAcademia"), UY_FICHE, []
    yield "actors-kind-columns-first.docx", doc(actors=table(row("Sector público", "Instituto Nacional de la Leche"), row("Sector privado", "Cooperativa de queseros de Ecilda Paullier"), row("Academia", "Universidad Tecnológica (UTEC)"))), UY_FICHE, []
    yield "actors-kind-in-acronym-brackets.docx", doc(actors="Instituto Nacional de la Leche (sector público, Uruguay); Cooperativa de queseros de Ecilda Paullier (sector privado); Universidad Tecnológica (UTEC, academia)"), fiche(
        actors=[{**INALE, "country_code": "UY"}, COOP, UTEC]), None

    yield "actors-kind-on-the-next-line.docx", doc(actors="Instituto Nacional de la Leche\nSector público\nCooperativa de queseros de Ecilda Paullier\nSector privado\nUniversidad Tecnológica (UTEC)\nAcademia"), UY_FICHE, [
        ("initiatives[0].actors[0].category", "ACTOR_CATEGORY_BELOW")]

    yield "actors-commas-without-kinds.docx", doc(actors="Ministerio de Economía, Planificación y Desarrollo, Universidad Tecnológica y Fundación Páramo"), fiche(
        actors=[actor("Ministerio de Economía, Planificación y Desarrollo"), actor("Universidad Tecnológica"), actor("Fundación Páramo")]), [("initiatives[0].actors", "ACTORS_SPLIT")]

    yield "actors-one-kind-for-several.docx", doc(actors="Ministerio de Salud, Universidad Tecnológica y la Fundación Páramo (sector público)"), fiche(
        actors=[actor("Ministerio de Salud, Universidad Tecnológica y la Fundación Páramo", PUBLIC)]), [("initiatives[0].actors[0].display_name", "ACTOR_MAY_BE_SEVERAL")]

    yield "actors-kinds-with-slips.docx", doc(actors="Instituto Nacional de la Leche (Sector Publico)\nCooperativa de queseros de Ecilda Paullier (sector pribado)\nUniversidad Tecnológica (UTEC) (ACADEMIA)"), fiche(
        actors=[actor("Instituto Nacional de la Leche", PUBLIC, "sector publico"), actor("Cooperativa de queseros de Ecilda Paullier", PRIVATE, "sector pribado"), UTEC]), []

    yield "actors-only-kinds.docx", doc(actors="Sector público, sociedad civil y academia"), fiche(actors=None), [("initiatives[0].actors", "ACTOR_NAMES_MISSING")]

    yield "countries-by-hyphen-and-slash.docx", doc(countries="Perú / Bolivia - Colombia & Brasil."), fiche(partner_country_codes=["PE", "BO", "CO", "BR"]), []
    yield "countries-with-agencies.docx", doc(countries="Paraguay; Alemania (GIZ)\nUniversidad de Chile"), fiche(partner_country_codes=["PY", "DE"]), [("initiatives[0].partner_country_codes", "NOT_A_COUNTRY")]
    yield "countries-in-a-sentence.docx", doc(countries="Se trabaja con Paraguay y, en menor medida, con Bolivia."), fiche(partner_country_codes=["PY", "BO"]), [("initiatives[0].partner_country_codes", "COUNTRY_IN_WORDS")]
    yield "countries-none-in-words.docx", doc(countries="No hay otros países involucrados"), fiche(partner_country_codes=None), None

    yield "lists-with-dash-sentences.docx", doc(strengths="– Los productores enseñaron a otros productores.\n– La universidad midió los resultados.", results="Manual de buenas prácticas.\n\nCuarenta queserías habilitadas."), UY_FICHE, []
    yield "lists-named-items.docx", doc(strengths="Fortaleza 1: Los productores enseñaron a otros productores.\nFortaleza 2: La universidad midió los resultados.", challenges="Desafío 1 – Caminos en mal estado."), UY_FICHE, []

    yield "prose-actors-by-sector.docx", doc(actors="Por el sector público participan el Ministerio de Salud y la Superintendencia de Salud; por la academia, la Universidad de Chile."), fiche(
        actors=[actor("Ministerio de Salud"), actor("Superintendencia de Salud"), actor("Universidad de Chile")]), [
        ("initiatives[0].actors", "ACTORS_FROM_PROSE"), ("initiatives[0].actors[2].category", "ACTOR_CATEGORY_MISSING")]
    yield "actors-with-their-countries.docx", doc(actors="Ministerio de Agricultura (sector público) - República Dominicana\nMINAE (Costa Rica) - sector público\nFAO (Organismo Internacional)"), fiche(
        actors=[{**actor("Ministerio de Agricultura", PUBLIC), "country_code": "DO"}, actor("MINAE (Costa Rica)", PUBLIC), actor("FAO", INTERNATIONAL, "organismo internacional")]), None

    yield "lists-in-a-numbered-table.docx", doc(strengths=table(row("1", "Los productores enseñaron a otros productores."), row("2", "La universidad midió los resultados.")), results="5 – 10 queserías habilitadas al año."), fiche(
        results=["5 – 10 queserías habilitadas al año."]), []

    health = [actor("Ministerio de Salud", PUBLIC), actor("Ministerio de Educación", PUBLIC), actor("Fundación Vida", CIVIL)]
    yield "actors-names-in-brackets.docx", doc(actors="Sector público (Ministerio de Salud, Ministerio de Educación); sociedad civil (Fundación Vida)"), fiche(actors=health), []
    yield "actors-lettered-under-headings.docx", doc(actors="1) Sector público\na. Ministerio de Salud\nb. Ministerio de Educación\n2) Sociedad civil\na. Fundación Vida"), fiche(actors=health), []
    yield "actors-nested-bullets.docx", doc(actors=[item("Sector público:", num=2), item("Ministerio de Salud", num=2, level=1), item("Ministerio de Educación", num=2, level=1), item("Sociedad civil:", num=2),
                                                    item("Fundación Vida", num=2, level=1)]), fiche(actors=health), []
    yield "actors-counted-only.docx", doc(actors="Público: 3\nPrivado: 2"), fiche(actors=None), [("initiatives[0].actors", "ACTOR_NAMES_MISSING")]
    yield "actors-of-two-kinds.docx", doc(actors="Instituto Gorgas – sector público / academia\nMinisterio de Salud – MINSA – sector público\nCruz Roja Panameña, sociedad civil, Panamá"), fiche(
        actors=[actor("Instituto Gorgas", words="sector público / academia"), actor("Ministerio de Salud – MINSA", PUBLIC), {**actor("Cruz Roja Panameña", CIVIL), "country_code": "PA"}]), [
        ("initiatives[0].actors[0].category", "ACTOR_CATEGORY_UNCERTAIN")]

    yield "lists-with-a-number-inside-an-item.docx", doc(strengths="1) Uno, con 2) dentro\n2) Dos", results="Resultado 1: Guía. Resultado 2: Curso."), fiche(strengths=["Uno, con 2) dentro", "Dos"], results=["Guía.", "Curso."]), []
