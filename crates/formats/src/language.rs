//! Languages as senders name them.

/// The primary tag of a language (`fr-CA`, `fr_CA`, `French`, `français` are `fr`); `None` when unknown.
pub fn primary_tag(written: &str) -> Option<String> {
    let lower = written.trim().to_lowercase();
    let named = NAMES.iter().find(|(name, _)| *name == lower).map(|(_, tag)| (*tag).to_owned());
    named.or_else(|| {
        let primary = lower.split(['-', '_']).next()?;
        let is_tag = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        (is_tag && !matches!(primary, "na" | "nil" | "tbd")).then(|| primary.to_owned())
    })
}

const NAMES: &[(&str, &str)] = &[
    ("english", "en"),
    ("eng", "en"),
    ("inglés", "en"),
    ("spanish", "es"),
    ("spa", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("french", "fr"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("german", "de"),
    ("deu", "de"),
    ("deutsch", "de"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("italian", "it"),
    ("italiano", "it"),
    ("chinese", "zh"),
    ("mandarin", "zh"),
    ("cantonese", "zh"),
    ("korean", "ko"),
    ("vietnamese", "vi"),
    ("tagalog", "tl"),
    ("arabic", "ar"),
    ("russian", "ru"),
    ("polish", "pl"),
    ("hindi", "hi"),
    ("punjabi", "pa"),
    ("urdu", "ur"),
    ("japanese", "ja"),
    ("american sign language", "ase"),
];
