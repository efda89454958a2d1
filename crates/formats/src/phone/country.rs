//! The countries that a dealership's customers write numbers of: calling code, trunk prefix, length (ITU-T E.164
//! and the national numbering plans; lengths are of the number without trunk prefix).

/// The country whose numbering plan a number without `+` follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region(usize);

/// How a country writes its numbers.
#[derive(Debug)]
pub(super) struct Plan {
    /// ISO 3166 alpha-2.
    iso: &'static str,
    pub(super) code: &'static str,
    pub(super) trunk: &'static str,
    pub(super) international_prefix: &'static str,
    least: usize,
    most: usize,
    /// Spellings met in addresses, lower-case letters only.
    names: &'static [&'static str],
}

impl Plan {
    /// Whether a national number without its trunk prefix has a possible length.
    pub(super) fn fits(&self, national: &str) -> bool {
        (self.least..=self.most).contains(&national.len())
    }
}

impl Region {
    /// The United States, the default.
    pub const US: Region = Region(0);

    /// The region of a country as addresses write it (`CA`, `Canada`, `U.S.A.`, `México`); `None` when unknown.
    pub fn of_country(text: &str) -> Option<Self> {
        let name = crate::text::letters(text);
        PLANS
            .iter()
            .position(|plan| plan.iso.eq_ignore_ascii_case(&name) || plan.names.contains(&name.as_ref()))
            .map(Region)
    }

    pub(super) fn plan(self) -> &'static Plan {
        PLANS.get(self.0).unwrap_or(&UNITED_STATES)
    }

    /// ISO 3166 alpha-2.
    pub fn iso(self) -> &'static str {
        self.plan().iso
    }
}

/// The ISO 3166 alpha-2 code of a country as addresses write it; `None` when unknown.
pub fn iso_country(text: &str) -> Option<&'static str> {
    Region::of_country(text).map(Region::iso)
}

/// The plan whose calling code begins `digits`; codes are prefix-free.
pub(super) fn plan_of_code(digits: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| digits.starts_with(plan.code))
}

const fn plan(
    iso: &'static str,
    code: &'static str,
    trunk: &'static str,
    lengths: (usize, usize),
    names: &'static [&'static str],
) -> Plan {
    Plan { iso, code, trunk, international_prefix: "00", least: lengths.0, most: lengths.1, names }
}

const fn nanp(iso: &'static str, names: &'static [&'static str]) -> Plan {
    Plan { iso, code: "1", trunk: "1", international_prefix: "011", least: 10, most: 10, names }
}

const UNITED_STATES: Plan = nanp(
    "US",
    &["usa", "unitedstates", "unitedstatesofamerica", "america", "estadosunidos", "eeuu", "étatsunis"],
);

pub(super) const PLANS: &[Plan] = &[
    UNITED_STATES,
    nanp("CA", &["can", "canada", "canadá"]),
    nanp("PR", &["pri", "puertorico"]),
    nanp("DO", &["dom", "dominicanrepublic", "repúblicadominicana"]),
    nanp("JM", &["jam", "jamaica"]),
    nanp("BS", &["bhs", "bahamas"]),
    nanp("TT", &["tto", "trinidadandtobago"]),
    plan("MX", "52", "", (10, 11), &["mex", "mexico", "méxico"]),
    plan("AR", "54", "0", (10, 11), &["arg", "argentina"]),
    plan("BR", "55", "0", (10, 11), &["bra", "brazil", "brasil"]),
    plan("CL", "56", "", (9, 9), &["chl", "chile"]),
    plan("CO", "57", "", (10, 10), &["col", "colombia"]),
    plan("VE", "58", "0", (10, 10), &["ven", "venezuela"]),
    plan("PE", "51", "0", (8, 9), &["per", "peru", "perú"]),
    plan("UY", "598", "0", (8, 8), &["ury", "uruguay"]),
    plan("PY", "595", "0", (8, 9), &["pry", "paraguay"]),
    plan("BO", "591", "0", (8, 8), &["bol", "bolivia"]),
    plan("EC", "593", "0", (8, 9), &["ecu", "ecuador"]),
    plan("GT", "502", "", (8, 8), &["gtm", "guatemala"]),
    plan("SV", "503", "", (8, 8), &["slv", "elsalvador"]),
    plan("HN", "504", "", (8, 8), &["hnd", "honduras"]),
    plan("NI", "505", "", (8, 8), &["nic", "nicaragua"]),
    plan("CR", "506", "", (8, 8), &["cri", "costarica"]),
    plan("PA", "507", "", (7, 8), &["pan", "panama", "panamá"]),
    plan("CU", "53", "0", (8, 8), &["cub", "cuba"]),
    plan(
        "GB",
        "44",
        "0",
        (9, 10),
        &["gbr", "uk", "unitedkingdom", "greatbritain", "england", "scotland", "wales"],
    ),
    plan("IE", "353", "0", (7, 9), &["irl", "ireland", "éire"]),
    plan("DE", "49", "0", (6, 12), &["deu", "germany", "deutschland"]),
    plan("AT", "43", "0", (7, 13), &["aut", "austria", "österreich"]),
    plan("CH", "41", "0", (9, 9), &["che", "switzerland", "schweiz", "suisse"]),
    plan("FR", "33", "0", (9, 9), &["fra", "france"]),
    plan("BE", "32", "0", (8, 9), &["bel", "belgium", "belgië", "belgique"]),
    plan("NL", "31", "0", (9, 9), &["nld", "netherlands", "nederland", "holland"]),
    plan("LU", "352", "", (6, 9), &["lux", "luxembourg"]),
    plan("ES", "34", "", (9, 9), &["esp", "spain", "españa"]),
    plan("PT", "351", "", (9, 9), &["prt", "portugal"]),
    // Italy keeps its leading zero.
    plan("IT", "39", "", (8, 11), &["ita", "italy", "italia"]),
    plan("DK", "45", "", (8, 8), &["dnk", "denmark", "danmark"]),
    plan("SE", "46", "0", (7, 9), &["swe", "sweden", "sverige"]),
    plan("NO", "47", "", (8, 8), &["nor", "norway", "norge"]),
    plan("FI", "358", "0", (6, 11), &["fin", "finland", "suomi"]),
    plan("PL", "48", "", (9, 9), &["pol", "poland", "polska"]),
    plan("CZ", "420", "", (9, 9), &["cze", "czechia", "czechrepublic"]),
    plan("UA", "380", "0", (9, 9), &["ukr", "ukraine"]),
    plan("RU", "7", "8", (10, 10), &["rus", "russia"]),
    plan("TR", "90", "0", (10, 10), &["tur", "turkey", "türkiye"]),
    plan("IL", "972", "0", (8, 9), &["isr", "israel"]),
    plan("AE", "971", "0", (8, 9), &["are", "unitedarabemirates", "uae"]),
    plan("IN", "91", "0", (10, 10), &["ind", "india"]),
    plan("PK", "92", "0", (9, 10), &["pak", "pakistan"]),
    plan("PH", "63", "0", (8, 10), &["phl", "philippines"]),
    plan("VN", "84", "0", (9, 10), &["vnm", "vietnam"]),
    plan("CN", "86", "0", (10, 11), &["chn", "china"]),
    plan("JP", "81", "0", (9, 10), &["jpn", "japan"]),
    plan("KR", "82", "0", (8, 10), &["kor", "southkorea", "korea"]),
    plan("AU", "61", "0", (9, 9), &["aus", "australia"]),
    plan("NZ", "64", "0", (8, 10), &["nzl", "newzealand"]),
    plan("ZA", "27", "0", (9, 9), &["zaf", "southafrica"]),
    plan("NG", "234", "0", (8, 10), &["nga", "nigeria"]),
];
