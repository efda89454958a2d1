//! The 46 public documents, and every deviation seen in practice as a small case.

use serde_json::{Value, json};

use super::*;
use crate::defect::DefectCode;
use crate::lead::{DistanceUnit, ParseLine, PreferredChannel};

fn one(text: &str) -> LeadDoc {
    let leads = read(text.as_bytes()).unwrap();
    assert_eq!(leads.len(), 1, "{text}");
    leads.into_iter().next().unwrap()
}

/// A prospect around `inner`.
fn prospect(inner: &str) -> LeadDoc {
    one(&format!("<?xml version=\"1.0\"?><?adf version=\"1.0\"?><adf><prospect>{inner}</prospect></adf>"))
}

fn contact(inner: &str) -> LeadDoc {
    prospect(&format!("<customer><contact>{inner}</contact></customer>"))
}

fn line(result: Result<Vec<LeadDoc>, Unreadable>) -> Value {
    let line = match result {
        Ok(leads) => ParseLine::of_leads(&leads),
        Err(why) => ParseLine::refused(&why),
    };
    simplified(serde_json::to_value(line).unwrap())
}

/// Defects by code, blanks in comments collapsed, no counts: the form of the expected readings.
fn simplified(mut line: Value) -> Value {
    let object = line.as_object_mut().unwrap();
    object.remove("prospects");
    for key in ["defects", "more"] {
        if let Some(Value::Array(list)) = object.get_mut(key) {
            *list = list
                .drain(..)
                .map(|entry| {
                    if key == "more" {
                        simplified(entry)
                    } else {
                        entry.get("code").cloned().unwrap_or(entry)
                    }
                })
                .collect();
        }
    }
    if let Some(Value::String(comments)) = object.get_mut("comments") {
        *comments = comments.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    line
}

#[test]
fn every_public_document_is_read_as_expected() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/adf/");
    let expected = include_str!("../../tests-data/adf-expected.jsonl");
    let (mut read_as_leads, mut refused) = (0, 0);
    for row in expected.lines() {
        let mut row: Value = serde_json::from_str(row).unwrap();
        let file = row.as_object_mut().unwrap().remove("file").unwrap();
        let bytes = std::fs::read(format!("{root}{}", file.as_str().unwrap())).unwrap();
        let found = line(read(&bytes));
        assert_eq!(found, simplified(row), "{file}");
        if found["ok"] == json!(true) { read_as_leads += 1 } else { refused += 1 }
    }
    assert_eq!((read_as_leads, refused), (45, 1));
}

#[test]
fn only_four_things_are_refused() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b" \n\t\0 "), Err(Unreadable::Empty));
    assert_eq!(read(b"<html><body>hello</body></html>"), Err(Unreadable::NotALead));
    assert_eq!(read(b"hello <adfoo> there"), Err(Unreadable::NotALead));
    for attack in [
        "<!DOCTYPE adf [<!ENTITY a \"b\">]><adf><prospect/></adf>",
        "<!DOCTYPE adf [<!ENTITY % a SYSTEM \"http://example.com/x\"> %a;]><adf/>",
        "<!doctype adf [ <!-- ]> --> <!entity unused 'x'> ]><adf><prospect/></adf>",
        "<!DOCTYPE adf [<!ATTLIST id x CDATA \"]>\"><!ENTITY a \"b\">]><adf/>",
    ] {
        assert_eq!(read(attack.as_bytes()), Err(Unreadable::DeclaresEntities), "{attack}");
    }
}

#[test]
fn a_document_type_without_entities_is_ignored() {
    let lead =
        one("<!DOCTYPE adf SYSTEM \"http://example.com/adf.dtd\"><adf><prospect><id>7</id></prospect></adf>");
    assert_eq!(lead.source_id.as_deref(), Some("7"));
    assert!(lead.has_defect(DefectCode::DoctypeIgnored));
    let lead = one("<!DOCTYPE adf [ <!-- <!ENTITY a 'b'> --> ]><adf><prospect><id>7</id></prospect></adf>");
    assert_eq!(lead.source_id.as_deref(), Some("7"));
}

#[test]
fn prologs_of_every_shape_are_survived() {
    for prolog in [
        "<?ADF VERSION=\"1.0\"?><?xml version=\"1.0\"?>",
        "<?ADF VERSION \"1.0\"?><?XML VERSION \"1.0\"?>",
        "<?XML VERSION \u{201c}1.0\u{201d}?>",
        "\n\n   <?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"\n<?adf version=\"1.0\"\n",
        "<?xml version=\"1.0\">",
        "",
    ] {
        let lead = one(&format!("{prolog}<adf><prospect><id>7</id></prospect></adf>"));
        assert_eq!(lead.source_id.as_deref(), Some("7"), "{prolog}");
    }
}

#[test]
fn encodings_follow_the_bytes() {
    let document = |declared: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{declared}\"?><adf><prospect><customer><contact><name>José Peña</name></contact></customer></prospect></adf>"
        )
    };
    let name = |bytes: &[u8]| read(bytes).unwrap().remove(0).name.full.unwrap();
    let sixteen = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let latin =
        |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() };
    assert_eq!(name(document("utf-16").as_bytes()), "José Peña");
    assert_eq!(name(&latin(&document("ISO-8859-1"))), "José Peña");
    assert_eq!(name(&latin(&document("utf-8"))), "José Peña");
    assert_eq!(name(&[b"\xef\xbb\xbf".as_slice(), document("utf-16").as_bytes()].concat()), "José Peña");
    assert_eq!(name(&[vec![0xff, 0xfe], sixteen(&document("utf-8"), false)].concat()), "José Peña");
    assert_eq!(name(&[vec![0xfe, 0xff], sixteen(&document("utf-8"), true)].concat()), "José Peña");
    assert_eq!(name(&sixteen(&document("utf-16"), false)), "José Peña");
    let mut dash = document("windows-1252").replace("Peña", "\u{1}X").into_bytes();
    let at = dash.iter().position(|b| *b == 1).unwrap();
    dash[at] = 0x96;
    dash.retain(|b| *b != 0xc3);
    dash.iter_mut().filter(|b| **b == 0xa9).for_each(|b| *b = b'e');
    assert_eq!(name(&dash), "Jose \u{2013}X");
}

#[test]
fn control_characters_are_dropped() {
    let lead = contact("<name>Jo\u{0}rd\u{8}an&#0;&#8;</name>");
    assert_eq!(lead.name.full.as_deref(), Some("Jordan"));
    assert!(lead.has_defect(DefectCode::ControlCharactersDropped));
}

#[test]
fn names_and_prefixes_are_case_insensitive() {
    let lead = one("<a:ADF xmlns:a=\"urn:x\"><a:Prospect a:STATUS='Resend'><A:ID Source=web>9</A:ID>\
         <Customer><CONTACT><Name PART='First'>Ann</Name><NAME part=SURNAME>Lee</NAME></CONTACT></Customer>\
         </a:Prospect></a:ADF>");
    assert_eq!(lead.source_id.as_deref(), Some("9"));
    assert_eq!(lead.ids[0].source.as_deref(), Some("web"));
    assert_eq!(lead.name.full.as_deref(), Some("Ann Lee"));
    assert!(lead.resend);
}

#[test]
fn slips_in_markup_are_read_by_their_meaning() {
    let lead = contact(
        "<name part=“first”>Ann</name><email>ann@example.com</email> // <phone type=voice>937-555-0123</phone>",
    );
    assert_eq!(lead.name.first.as_deref(), Some("Ann"));
    let lead = prospect("<provider><name>Smith & Sons < Co</name></provider>");
    assert_eq!(lead.provider.as_deref(), Some("Smith & Sons < Co"));
    let lead = prospect("<vehicle interest=\"trade-in><year>2019</year></vehicle>");
    assert_eq!(lead.vehicles[0].year, Some(2019));
    let lead =
        contact("<name part=\"first\">Ann<name part=\"last\">Lee<email>ann@example.com<phone>937-555-0123");
    assert_eq!(lead.name.full.as_deref(), Some("Ann Lee"));
    assert_eq!(lead.emails, ["ann@example.com"]);
    assert_eq!(lead.phones, ["+19375550123"]);
    let lead = one("<adf><prospect><vehicle><make>Kia</make><customer><contact><name>Ann Lee</name>");
    assert_eq!(lead.vehicles[0].make.as_deref(), Some("Kia"));
    assert_eq!(lead.name.full.as_deref(), Some("Ann Lee"));
    assert!(lead.has_defect(DefectCode::TruncatedDocument));
    let lead = one(
        "<adf><prospect><!-- never closed <id>5</id><vehicle><make>Kia</make></vehicle></prospect></adf>",
    );
    assert_eq!(lead.vehicles[0].make.as_deref(), Some("Kia"));
}

#[test]
fn parts_may_stand_elsewhere() {
    let lead = one(
        "<adf><customer><contact><name>Ann</name></contact></customer><vehicle><vin>x</vin></vehicle></adf>",
    );
    assert_eq!((lead.name.full.as_deref(), lead.vehicles.len()), (Some("Ann"), 1));
    let lead = one("<prospect><customer><contact><name>Ann</name></contact></customer></prospect>");
    assert_eq!(lead.name.full.as_deref(), Some("Ann"));
    let lead = one(
        "<adf><prospect><id>1</id></prospect><customer><contact><name>Ann</name></contact></customer></adf>",
    );
    assert_eq!(lead.name.full.as_deref(), Some("Ann"));
    assert!(lead.has_defect(DefectCode::MisplacedElement));
    let lead = one(
        "<soap:Envelope><soap:Body><adf><prospect><id>3</id></prospect></adf></soap:Body></soap:Envelope>",
    );
    assert_eq!(lead.source_id.as_deref(), Some("3"));
}

#[test]
fn several_prospects_are_several_leads() {
    let leads =
        read(b"<adf><prospect><id>1</id></prospect><prospect><id>2</id></adf><adf><prospect><id>3</id>")
            .unwrap();
    let ids: Vec<_> =
        leads.iter().map(|lead| (lead.source_id.clone().unwrap(), lead.prospect_index)).collect();
    assert_eq!(ids, [("1".into(), 0), ("2".into(), 1), ("3".into(), 2)]);
}

#[test]
fn only_the_prospects_own_id_counts() {
    let lead = prospect(
        "<vehicle><id>V</id></vehicle><customer><id>C</id></customer><vendor><id>D</id></vendor><provider><id>P</id></provider>",
    );
    assert_eq!(lead.source_id, None);
    let lead = prospect("<id sequence=\"lead-77\"></id><id source=\"TPCA_Consent\">yes</id>");
    assert_eq!(lead.source_id.as_deref(), Some("yes"));
    assert!(lead.has_defect(DefectCode::IdWithoutText));
}

#[test]
fn a_provider_without_name_is_known_by_its_contact() {
    let lead = prospect(
        "<provider><contact><name part=\"first\">Ana</name><name part=\"last\">Ruiz</name></contact></provider>",
    );
    assert_eq!(lead.provider.as_deref(), Some("Ana Ruiz"));
    assert_eq!(prospect("<vendor><name>X</name></vendor>").provider, None);
}

#[test]
fn names_are_joined_and_never_split() {
    let name = |inner: &str| contact(inner).name;
    assert_eq!(name("<name> Ann \n Lee </name>").full.as_deref(), Some("Ann Lee"));
    assert_eq!(name("<name> Ann Lee </name>").first, None);
    let parts =
        name("<name part='first'>Ann</name><name part='middle'>B.</name><name part='last'>Lee</name>");
    assert_eq!(parts.full.as_deref(), Some("Ann B. Lee"));
    let nested = name("<name><part type=\"first\">Ann</part><part type=\"surname\">Lee</part></name>");
    assert_eq!((nested.first.as_deref(), nested.last.as_deref()), (Some("Ann"), Some("Lee")));
    assert_eq!(name("<name>Unknown</name>").full, None);
    assert_eq!(
        name("<name part='first'>Ann</name><name part='last'>Null</name>").last.as_deref(),
        Some("Null")
    );
    assert_eq!(
        name("<name part='first'>Ann</name><name part='last'>null</name>").full.as_deref(),
        Some("Ann")
    );
}

#[test]
fn emails_are_split_cleaned_and_not_repeated() {
    let lead = contact(
        "<email>MAILTO:Ann@Example.com; bob@example.com,ann@example.com</email><email>none</email><email>ann at home</email>\
         <email><![CDATA[<c@example.com>]]></email><email><a href=\"mailto:d@example.com\">d@example.com</a></email>",
    );
    assert_eq!(lead.emails, ["ann@example.com", "bob@example.com", "c@example.com", "d@example.com"]);
    assert!(lead.has_defect(DefectCode::EmailUnreadable));
}

#[test]
fn phones_follow_the_country_of_the_address() {
    let lead = contact(
        "<phone>011 2233 4455</phone><phone type='fax'>Not Provided</phone><address><country>Argentina</country></address>",
    );
    assert_eq!(lead.phones, ["+541122334455"]);
    assert_eq!(lead.address.country.as_deref(), Some("AR"));
    let lead = contact(
        "<phone type='voice'>9375550123</phone><phone type='cell'>(937) 555-0123 x5</phone><phone>555-0100</phone>",
    );
    assert_eq!(lead.phones, ["+19375550123", "555-0100"]);
}

#[test]
fn the_vendors_numbers_are_not_the_customers() {
    let lead = prospect(
        "<vendor><contact><phone>9375550123</phone><email>v@example.com</email></contact></vendor>\
         <provider><phone>9375550124</phone><email>p@example.com</email></provider>",
    );
    assert!(lead.phones.is_empty() && lead.emails.is_empty());
    assert!(lead.has_defect(DefectCode::MissingCustomer));
}

#[test]
fn vehicles_are_folded_and_never_corrected() {
    let lead = prospect(
        "<vehicle interest='Trade In' status='USED'><year>2019</year><make>N/A</make><model>Not Specified</model>\
         <vin> 1hgcm 82633a004353</vin><stocknumber>A1</stocknumber><trim>-</trim></vehicle>\
         <vehicle status=''><year>Unknown</year><make>Kia</make></vehicle><vehicle interest='tradein'><make>tbd</make></vehicle>",
    );
    let [trade, buy] = lead.vehicles.as_slice() else { panic!("{:?}", lead.vehicles) };
    assert_eq!((trade.interest.as_str(), trade.status.as_deref()), ("trade-in", Some("used")));
    assert_eq!((trade.make.as_deref(), trade.model.as_deref(), trade.trim.as_deref()), (None, None, None));
    assert_eq!((trade.vin.as_deref(), trade.stock.as_deref()), (Some("1HGCM82633A004353"), Some("A1")));
    assert_eq!((buy.interest.as_str(), buy.status.as_deref(), buy.year), ("buy", None, None));
    assert!(lead.has_defect(DefectCode::VinCheckDigit) && lead.has_defect(DefectCode::EmptyVehicle));
}

#[test]
fn only_the_vehicles_own_price_and_odometer_count() {
    let lead = prospect(
        "<vehicle><make>Kia</make><option><stock>OPT</stock><price>900</price></option>\
         <price type='Asking' currency='cad'>$36,480.50</price><odometer units='km'>12,000</odometer></vehicle>\
         <vehicle><make>Kia</make><mileage>12</mileage><price>0</price></vehicle>",
    );
    let price = lead.vehicles[0].price.clone().unwrap();
    assert_eq!(
        (price.minor, price.currency.as_deref(), price.kind.as_deref()),
        (3_648_050, Some("CAD"), Some("asking"))
    );
    assert_eq!(lead.vehicles[0].odometer.unwrap().unit, Some(DistanceUnit::Km));
    assert_eq!(lead.vehicles[0].stock, None);
    assert_eq!((lead.vehicles[1].price.clone(), lead.vehicles[1].odometer.unwrap().value), (None, 12));
}

#[test]
fn comments_are_joined_in_their_order() {
    let lead = prospect(
        "<comments>third</comments><vehicle><make>Kia</make><comments>of the car</comments></vehicle>\
         <customer><contact><comment>second</comment></contact><comments>first</comments></customer>",
    );
    assert_eq!(lead.comments.as_deref(), Some("first\nsecond\nthird"));
    assert_eq!(lead.vehicles[0].comments.as_deref(), Some("of the car"));
}

#[test]
fn comments_keep_escaped_markup_and_lose_real_markup() {
    let words =
        |inner: &str| prospect(&format!("<customer><comments>{inner}</comments></customer>")).comments;
    assert_eq!(words("a<br>b<BR/>c<br />d").as_deref(), Some("a\nb\nc\nd"));
    assert_eq!(words("<![CDATA[a<br />b & <b>c</b>]]>").as_deref(), Some("a\nb & <b>c</b>"));
    assert_eq!(words("a <b>bold</b> <i>word</i>").as_deref(), Some("a bold word"));
    assert_eq!(words("a &lt;b&gt; &amp; c").as_deref(), Some("a <b> & c"));
    assert_eq!(
        words("caf&amp;eacute;&amp;nbsp;au &eacute; &#233; &bogus; AT&T").as_deref(),
        Some("café au é é &bogus; AT&T")
    );
    assert_eq!(words("  \n "), None);
    assert_eq!(
        words("<![CDATA[never closed").as_deref(),
        Some("never closed</comments></customer></prospect></adf>")
    );
    assert_eq!(
        words("write to <joe@example.com> or <3").as_deref(),
        Some("write to <joe@example.com> or <3")
    );
}

#[test]
fn a_very_long_comment_is_capped_and_said_so() {
    let lead = prospect(&format!("<comments>{}</comments>", "word ".repeat(40_000)));
    let kept = lead.comments.as_ref().unwrap().len();
    assert!((65_000..=65_536).contains(&kept), "{kept}");
    assert!(lead.has_defect(DefectCode::CommentCapped));
}

#[test]
fn preferences_and_languages_are_read_from_their_fields() {
    let lead = contact(
        "<email preferredcontact='0'>a@example.com</email><phone preferredcontact=\"1\">9375550123</phone><locale>fr-CA</locale>",
    );
    assert_eq!(
        (lead.preferred_channel, lead.language.as_deref()),
        (Some(PreferredChannel::Phone), Some("fr"))
    );
    let lead = prospect(
        "<language>Español</language><customer><timeframe><description>2 weeks</description></timeframe></customer>",
    );
    assert_eq!((lead.language.as_deref(), lead.timeframe.as_deref()), (Some("es"), Some("2 weeks")));
}

#[test]
fn placeholders_of_broken_templates_are_marked() {
    for broken in ["[first_name]", "{name}", "$fullName", "{{ name }}", "%name%"] {
        assert!(
            contact(&format!("<name>{broken}</name>")).has_defect(DefectCode::TemplatePlaceholder),
            "{broken}"
        );
    }
    assert!(!contact("<name>Ann [Lee]</name>").has_defect(DefectCode::TemplatePlaceholder));
}

#[test]
fn the_last_of_too_many_elements_are_left_out_and_said_so() {
    let lead = prospect(&"<id>x</id>".repeat(100_000));
    assert!(lead.has_defect(DefectCode::TooManyElements));
    let deep = format!("<adf><prospect>{}<id>7</id>", "<a>".repeat(10_000));
    assert!(one(&deep).has_defect(DefectCode::TooDeep));
}
