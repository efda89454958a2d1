//! Plain-text lead mails of marketplaces that do not send ADF.

/// A marketplace whose plain-text mails are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marketplace {
    /// AutoTrader.ca, from `dealerleads.trader.ca` or `no-reply@trader.ca`.
    AutoTraderCa,
    /// CarGurus, from `dealer-leads@messages.cargurus.com`.
    CarGurus,
}

impl Marketplace {
    /// The name that stands as the provider of the lead.
    pub fn name(self) -> &'static str {
        match self {
            Self::AutoTraderCa => "AutoTrader.ca",
            Self::CarGurus => "CarGurus",
        }
    }
}
