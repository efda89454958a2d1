//! What a text says of stock and of favours: "it is available", "it has been sold", "we will beat any price".

use super::{Hit, Words, amounts};

/// What is said of the vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stock {
    /// It is here and for sale.
    Here,
    /// It is on its way.
    Coming,
    /// It is sold, or not to be had.
    Gone,
}

const HERE: &str = "\
    in stock|available|on the lot|on our lot|still here|still have it|still have this|still have the|\
    we have it|we do have it|have it here|have one|have several|ready to drive|ready for a test drive|\
    disponible|disponibles|en existencia|en inventario|en stock|lo tenemos|la tenemos|sigue aqui|\
    lo tengo|aun tenemos";
const COMING: &str = "\
    in transit|on its way|arriving|arrives|will arrive|en camino|en transito|por llegar|llegara";
const GONE: &str = "\
    sold|is gone|no longer with us|unavailable|out of stock|vendido|vendida|agotado|sale pending|deal pending|pending sale|\
    no disponible|ya no esta|ya no lo tenemos|no longer have";
/// Before a word of stock: it turns it round.
const NOT: &str = "not|no|isnt|longer|arent|never|wasnt|dont|ya";
/// Before a word of stock: nothing is claimed, it is to be found out.
const OPEN: &str = "if|whether|si";
const FINDING_OUT: &str = "\
    will check|well check|ill check|will confirm|well confirm|ill confirm|will verify|well verify|\
    ill verify|vamos a confirmar|confirmaremos|verificaremos|revisaremos|will see";
/// Before "available": people, hours and visits are, and no vehicle is meant.
const NOT_A_VEHICLE: &str = "\
    i|im|we|were|you|youre|team|staff|advisor|advisors|salesperson|manager|person|someone|somebody|\
    specialist|specialists|appointment|appointments|slot|slots|time|times|hours|service|equipo|asesor|\
    asesores|gerente|persona|alguien|cita|citas|horario|horarios|estamos|estoy|usted|department|desk|\
    consultant|technician|report|financing";

/// Favours and promises: none of them stands in a fact.
const PROMISES: &str = "\
    price match|match any price|match their price|match that price|match the price|beat any price|\
    beat their price|beat that price|lowest price|best price|better price|special price|discount|\
    discounts|discounted|rebate|rebates|cash back|cashback|employee pricing|free of charge|no charge|\
    no cost|on the house|for free|no money down|zero down|nothing down|top dollar|guaranteed|\
    guarantee you|price guarantee|negotiable|work with you on price|low payments|low monthly|\
    lower the price|come down on|mejor precio|descuento|descuentos|rebaja|gratis|sin costo|sin cargo|\
    sin enganche|garantizado|garantizamos|igualamos";

/// Everything said of stock.
pub(crate) fn stock(words: &Words) -> Vec<Stock> {
    let here = words.find(HERE).map(|hit| (hit, Stock::Here));
    let coming = words.find(COMING).map(|hit| (hit, Stock::Coming));
    let gone = words.find(GONE).map(|hit| (hit, Stock::Gone));
    here.chain(coming)
        .chain(gone)
        .filter(|(hit, _)| is_claim(words, hit))
        .map(|(hit, stock)| if stock == Stock::Gone || !is_turned(words, &hit) { stock } else { Stock::Gone })
        .collect()
}

/// A favour or promise, as listed.
pub(crate) fn promise(words: &Words) -> Option<&'static str> {
    words.find(PROMISES).map(|hit| hit.phrase).next()
}

/// Does the text say anything that is only as good as the stock feed?
pub(crate) fn any(words: &Words) -> bool {
    !stock(words).is_empty() || !amounts::find(words, |_| false).is_empty()
}

fn is_turned(words: &Words, hit: &Hit) -> bool {
    let sentence = words.sentence(hit.at);
    words.any_in(hit.at.saturating_sub(3).max(sentence.start)..hit.at, NOT)
}

fn is_claim(words: &Words, hit: &Hit) -> bool {
    let sentence = words.sentence(hit.at);
    let before = |far: usize| hit.at.saturating_sub(far).max(sentence.start)..hit.at;
    if words.is_question(hit.at) || words.any_in(before(8), OPEN) {
        return false;
    }
    if before(8).any(|index| FINDING_OUT.split('|').any(|phrase| words.at(index, phrase).is_some())) {
        return false;
    }
    let about_people =
        matches!(hit.phrase, "available" | "disponible" | "disponibles" | "unavailable" | "no disponible");
    !(about_people && words.any_in(before(5), NOT_A_VEHICLE))
}
