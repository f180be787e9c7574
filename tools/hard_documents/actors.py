"""Traits of the answers on actors, countries and lists."""
from .docx import item, p, package, r, row, table, x
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
