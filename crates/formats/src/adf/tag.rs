//! The element names that mean something in a lead; all others are skipped.

/// An element by its meaning; spellings that mean the same are one tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Adf,
    Prospect,
    Id,
    RequestDate,
    Vehicle,
    Customer,
    Vendor,
    Provider,
    Contact,
    Name,
    Part,
    Email,
    Phone,
    Address,
    Street,
    Apartment,
    City,
    RegionCode,
    PostalCode,
    Country,
    Comments,
    Timeframe,
    Description,
    EarliestDate,
    LatestDate,
    Language,
    Year,
    Make,
    Model,
    Trim,
    Vin,
    Stock,
    Price,
    Odometer,
    VendorName,
    Service,
    /// A line break in text.
    Break,
    /// Not an element of a lead; its name counts only for finding its end.
    Other,
    /// Not an element: character data, with references.
    Text,
    /// Not an element: character data as it is.
    Cdata,
}

impl Tag {
    /// The tag of an element name; case and namespace prefix do not count.
    pub(crate) fn of(name: &str) -> Self {
        let local = name.rsplit(':').next().unwrap_or(name).as_bytes();
        let mut lower = [0u8; 16];
        let Some(slot) = lower.get_mut(..local.len()) else { return Self::Other };
        slot.copy_from_slice(local);
        slot.make_ascii_lowercase();
        match &*slot {
            b"adf" => Self::Adf,
            b"prospect" => Self::Prospect,
            b"id" => Self::Id,
            b"requestdate" => Self::RequestDate,
            b"vehicle" => Self::Vehicle,
            b"customer" => Self::Customer,
            b"vendor" => Self::Vendor,
            b"provider" => Self::Provider,
            b"contact" => Self::Contact,
            b"name" => Self::Name,
            b"part" => Self::Part,
            b"email" => Self::Email,
            b"phone" => Self::Phone,
            b"address" => Self::Address,
            b"street" => Self::Street,
            b"apartment" => Self::Apartment,
            b"city" => Self::City,
            b"regioncode" => Self::RegionCode,
            b"postalcode" => Self::PostalCode,
            b"country" => Self::Country,
            b"comments" | b"comment" => Self::Comments,
            b"timeframe" => Self::Timeframe,
            b"description" => Self::Description,
            b"earliestdate" => Self::EarliestDate,
            b"latestdate" => Self::LatestDate,
            b"language" | b"locale" => Self::Language,
            b"year" => Self::Year,
            b"make" => Self::Make,
            b"model" => Self::Model,
            b"trim" => Self::Trim,
            b"vin" => Self::Vin,
            b"stock" | b"stocknumber" => Self::Stock,
            b"price" => Self::Price,
            b"odometer" | b"mileage" => Self::Odometer,
            b"vendorname" => Self::VendorName,
            b"service" => Self::Service,
            b"br" => Self::Break,
            _ => Self::Other,
        }
    }

    /// Elements that hold words only: a further element of a lead inside one means that its end was forgotten.
    pub(crate) fn holds_words_only(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::RequestDate
                | Self::Email
                | Self::Phone
                | Self::Street
                | Self::Apartment
                | Self::City
                | Self::RegionCode
                | Self::PostalCode
                | Self::Country
                | Self::EarliestDate
                | Self::LatestDate
                | Self::Language
                | Self::Year
                | Self::Make
                | Self::Model
                | Self::Trim
                | Self::Vin
                | Self::Stock
                | Self::VendorName
                | Self::Service
        )
    }
}
