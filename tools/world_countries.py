#!/usr/bin/env python3
"""Writes code_lists/data/world_countries.csv from Debian's iso-codes: every ISO 3166-1 country with its names in
Spanish, Portuguese of Brazil and English, shortened where the official form is stiff. Run after an update of iso-codes:
    tools/world_countries.py > code_lists/data/world_countries.csv
"""
import csv
import gettext
import json
import sys

ENTRIES = json.load(open("/usr/share/iso-codes/json/iso_3166-1.json"))["3166-1"]
LANGUAGES = {code: gettext.translation("iso_3166-1", "/usr/share/locale", [name]) for code, name in (("es", "es"), ("pt", "pt_BR"))}

# Where the official name is one that nobody writes. Spanish, Portuguese, English.
SHORT = {
    "CD": ("República Democrática del Congo", "República Democrática do Congo", "Democratic Republic of the Congo"),
    "CI": ("Costa de Marfil", "Costa do Marfim", "Côte d'Ivoire"),
    "CV": ("Cabo Verde", "Cabo Verde", "Cape Verde"),
    "FK": ("Islas Malvinas", "Ilhas Malvinas", "Falkland Islands (Malvinas)"),
    "GB": ("Reino Unido", "Reino Unido", "United Kingdom"),
    "IR": ("Irán", "Irã", "Iran"),
    "KP": ("Corea del Norte", "Coreia do Norte", "North Korea"),
    "KR": ("Corea del Sur", "Coreia do Sul", "South Korea"),
    "LA": ("Laos", "Laos", "Laos"),
    "MD": ("Moldavia", "Moldávia", "Moldova"),
    "MF": ("San Martín (parte francesa)", "São Martinho (parte francesa)", "Saint Martin (French part)"),
    "FM": ("Micronesia", "Micronésia", "Micronesia"),
    "PS": ("Palestina", "Palestina", "Palestine"),
    "RU": ("Rusia", "Rússia", "Russia"),
    "SY": ("Siria", "Síria", "Syria"),
    "TL": ("Timor-Leste", "Timor-Leste", "Timor-Leste"),
    "TW": ("Taiwán", "Taiwan", "Taiwan"),
    "TZ": ("Tanzania", "Tanzânia", "Tanzania"),
    "US": ("Estados Unidos", "Estados Unidos", "United States"),
    "VA": ("Santa Sede", "Santa Sé", "Holy See"),
    "VG": ("Islas Vírgenes Británicas", "Ilhas Virgens Britânicas", "British Virgin Islands"),
    "VI": ("Islas Vírgenes de los Estados Unidos", "Ilhas Virgens Americanas", "United States Virgin Islands"),
    "VN": ("Vietnam", "Vietnã", "Vietnam"),
}
# Names met in files beside these.
ALIASES = {
    "AE": ["EAU", "UAE"],
    "CD": ["RDC", "RD Congo", "Congo, República Democrática del", "Congo (RDC)"],
    "CG": ["República del Congo", "Congo-Brazzaville"],
    "CI": ["Cote d'Ivoire"],
    "CN": ["República Popular China", "República Popular da China"],
    "CZ": ["República Checa", "República Tcheca", "Czech Republic"],
    "DE": ["República Federal de Alemania", "República Federal da Alemanha"],
    "GB": ["Gran Bretaña", "Grã-Bretanha", "Inglaterra", "Great Britain"],
    "HT": ["República de Haití"],
    "KN": ["San Cristóbal y Nieves", "San Kitts y Nevis", "St. Kitts and Nevis", "Saint Kitts y Nevis"],
    "KR": ["República de Corea", "República da Coreia", "Corea", "Coreia"],
    "LC": ["St. Lucia"],
    "MA": ["Reino de Marruecos"],
    "MM": ["Birmania", "Birmânia"],
    "MZ": ["Moçambique"],
    "NL": ["Holanda", "Holland"],
    "RU": ["Federación Rusa", "Federação Russa", "Federación de Rusia"],
    "ST": ["Santo Tomé y Príncipe", "São Tomé e Príncipe"],
    "SZ": ["Suazilandia", "Suazilândia"],
    "TL": ["Timor Oriental", "Timor Leste"],
    "TR": ["Turquía", "Turquia"],
    "TT": ["Trinidad y Tobago", "Trinidad e Tobago", "Trinidad & Tobago"],
    "TZ": ["República Unida de Tanzania"],
    "US": ["EE. UU.", "EE.UU.", "EEUU", "EUA", "USA", "Estados Unidos de América", "Estados Unidos da América"],
    "VC": ["San Vicente y las Granadinas", "St. Vincent and the Grenadines"],
    "VN": ["Viet Nam", "Vietname"],
    "KE": ["Kenya"],
    "PL": ["República de Polonia"],
    "SA": ["Reino de Arabia Saudita", "Arabia Saudita"],
}

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["alpha2", "alpha3", "numeric", "es", "pt", "en", "aliases"])
for entry in sorted(ENTRIES, key=lambda e: e["alpha_2"]):
    code = entry["alpha_2"]
    official = entry["name"]
    names = [LANGUAGES["es"].gettext(official), LANGUAGES["pt"].gettext(official), official]
    if code in SHORT:
        aliases = [name for name in names if name not in SHORT[code]]
        names = list(SHORT[code])
    else:
        aliases = []
        common = entry.get("common_name")
        if common:
            aliases = [name for name in names if name != common]
            names = [LANGUAGES["es"].gettext(common), LANGUAGES["pt"].gettext(common), common]
    aliases += [alias for alias in ALIASES.get(code, []) if alias not in names + aliases]
    out.writerow([code, entry["alpha_3"], entry["numeric"], *names, "|".join(dict.fromkeys(aliases))])
