"""Invented English names: companies, people, places, products."""

from tenure.integrations.demo.words.base import Industry, Names, Person, Product, Region, listed

_STARTS = listed(
    "Ash Brack Calder Dun Elm Fen Gar Hal Ingle Jarr Kell Lang Mor Nether Orm Pell Quill Rav Sel Tor Ulver Vel Wren "
    "Yar Alder Birk Corn Drax Eld Fal Glen Hart Iver Kess Lind Marr Nor Osk Pend Rud Stan Thorn Under Wolver"
)
_ENDS = listed("mere wick ford holm dale stead well croft haven stone field ley hurst combe")
# Combinations that are well-known names of companies, towns or families.
_KNOWN = {
    "Ashford", "Ashley", "Thornley", "Stanford", "Stanley", "Langley", "Langford", "Hartford", "Hartley", "Harthaven",
    "Elmhurst", "Cornwell", "Marrstone", "Norford", "Norfield", "Lindley", "Lindfield", "Eldstone", "Glendale",
    "Alderley", "Langdale", "Stanfield", "Thornwell", "Stanhurst", "Hartwell", "Hartfield", "Birkdale", "Morley",
    "Moreley", "Halford", "Halstead", "Wolverley", "Morstone", "Ulverstone", "Dunstone", "Garfield", "Lindhurst",
    "Selhurst", "Torstone", "Pendley", "Netherfield", "Gardale", "Wrenfield", "Glenfield", "Underwell",
    "Falstone", "Kelley", "Ormley", "Ravensmere", "Hallmere", "Velley", "Calderdale", "Langstone", "Langwell",
}  # fmt: skip

NAMES = Names(
    language="en",
    vendor="Wrenfield Software",
    product="Wrenfield",
    currency="USD",
    work_starts_utc=8,
    stems=tuple(a + b for b in _ENDS for a in _STARTS if a + b not in _KNOWN),
    company="{stem} {suffix}",
    latin={},
    industries=(
        Industry("facility", "Facility management", ("Facilities", "Property Services", "Building Services"), 0.12),
        Industry("manufacturing", "Manufacturing", ("Castings", "Packaging", "Precision", "Plastics", "Pumps"), 0.10),
        Industry("healthcare", "Healthcare", ("Clinics", "Care Homes", "Dental Group", "Hospitals"), 0.45),
        Industry("logistics", "Logistics", ("Logistics", "Freight", "Cold Storage", "Haulage"), 0.30),
        Industry("retail", "Retail chains", ("Stores", "Retail Group", "Garden Centres", "Bakeries"), 0.40),
        Industry("energy", "Energy and utilities", ("Energy Services", "Waterworks", "District Heating"), 0.15),
        Industry("hotels", "Hotels", ("Hotels", "Resorts", "Inns"), 0.60),
        Industry("food", "Food production", ("Foods", "Dairies", "Breweries", "Mills"), 0.20),
    ),
    regions=(
        Region("North America", (("Columbus", "US"), ("Portland", "US"), ("Halifax", "CA"), ("Tulsa", "US"))),
        Region("UK and Ireland", (("Leeds", "GB"), ("Bristol", "GB"), ("Cork", "IE"), ("Dundee", "GB"))),
        Region("Central Europe", (("Kassel", "DE"), ("Linz", "AT"), ("Winterthur", "CH"), ("Breda", "NL"))),
        Region("Nordics", (("Aarhus", "DK"), ("Tampere", "FI"), ("Bergen", "NO"), ("Umea", "SE"))),
    ),
    given=tuple(
        (name, name.lower())
        for name in listed(
            "Amelia Ben Clara Dario Elin Farah Gavin Hanna Idris Jonas Kira Leo Mara Nils Olga Pedro Quentin Rosa "
            "Samir Tessa Umar Vera Walter Xenia Yusuf Zoe Adele Bruno Celia Dorian Esther Felix Greta Hugo Ines "
            "Jasper Katrin Lionel Mirjam Noor Oscar Paula Ravi Sofia Theo Ursula Viktor Wanda"
        )
    ),
    family=tuple(
        (name, name.lower())
        for name in listed(
            "Abbott Bergstrom Castellano Duval Engel Farrow Grady Hoffmann Iversen Jansen Kowalski Lindgren Mercer "
            "Novak Okoro Petrov Quigley Rossi Sandberg Tanaka Underhill Vogel Whitaker Yilmaz Zielinski Archer "
            "Baptiste Crowe Drummond Eriksen Fontaine Gallagher Haddad Ibarra Jokinen Kapoor Larkin Moreau Nakata "
            "Osborne Pritchard Reyes Schilling Thorpe Valdez Winkler"
        )
    ),
    person="{given} {family}",
    titles={
        "decision_maker": ("Operations director", "Managing director", "Head of facilities", "Plant manager"),
        "champion": ("Maintenance manager", "Head of maintenance", "Technical manager"),
        "liaison": ("Dispatcher", "Office manager", "Service coordinator"),
        "admin": ("System administrator", "IT manager"),
        "end_user": ("Technician", "Shift leader", "Dispatcher"),
        "detractor": ("Controller", "Head of purchasing"),
    },
    departments=("Maintenance", "Operations", "IT", "Purchasing", "Finance"),
    resellers=("Marlow & Finch Partners", "Nordvik Systems", "Blue Heron Consulting"),
    campaigns={
        "website": ("Guide: from paper to plan", "Webinar autumn", "Search"),
        "event": ("Maintenance fair", "Facility days"),
        "outbound": ("Mid-market calls", "Food industry letters"),
        "advertising": ("Trade journal", "Search ads"),
        "partner": ("Partner programme",),
        "referral": ("Customer brings customer",),
    },
    sources={
        "website": "Website",
        "event": "Trade fair",
        "outbound": "Outbound",
        "advertising": "Advertising",
        "partner": "Partner",
        "referral": "Referral",
    },
    segments={"enterprise": "Enterprise", "mid": "Mid-market", "small": "Small business"},
    scenarios={},
    scenario_label="",
    stages={
        "engage": "Engage",
        "requirements": "Requirements",
        "signed": "Signed",
        "launch": "Launch",
        "growth": "Growth",
        "mature": "Mature",
        "decline": "Decline",
        "renewal": "Renewal",
        "churned": "Churned",
    },
    teams=("Team Harbour", "Team Meadow"),
    staff=(
        Person("Sam Whitlock", "admin"),
        Person("Nora Lindqvist", "nora"),
        Person("Maya Okafor", "maya"),
        Person("Tom Beckert", "tom"),
        Person("Priya Raman", "priya"),
        Person("Daniel Ortega", "daniel"),
        Person("Rita Holm", "rita"),
        Person("Kurt Sailer", "kurt"),
        Person("Lena Frost", "lena"),
    ),
    products=(
        Product("core", "Work orders", "seat", "seat", 79, "Platform"),
        Product("mobile", "Mobile app", "time", "month", 130, "Add-on"),
        Product("scheduling", "Scheduling", "time", "month", 240, "Add-on"),
        Product("inventory", "Spare parts", "time", "month", 190, "Add-on"),
        Product("analytics", "Analytics", "time", "month", 320, "Add-on"),
        Product("api", "API access", "api_call", "month", 150, "Add-on"),
        Product("training", "Training days", "one_off", "day", 900, "Service"),
    ),
    phone="+1 555 01{:02d} {:03d}",
    sites=("Main site", "North plant", "Warehouse 2", "Workshop", "Riverside"),
    device_model="Wall tablet T1",
    device_status="In use",
    device_states={},
    city_label="City",
    tags=("reference", "group contract", "pilot", "several sites", "audited"),
)
