//! The headers of inventory exporters: which column means what, and which family a header gives away.
//!
//! Read from public import code and sample files of the families in 2026, for none has a versioned schema but Google,
//! Meta and (loosely) CarGurus; compared by letters and
//! figures only, so that `Stock #`, `stock_number` and `StockNumber` are one.

use super::Family;

/// What a column of an inventory feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Vin,
    Stock,
    /// The exporter's own id of the vehicle; the stock number where there is no other.
    FeedId,
    Condition,
    IsNew,
    Certified,
    Year,
    Make,
    Model,
    Trim,
    Body,
    Doors,
    Transmission,
    Drivetrain,
    Engine,
    Fuel,
    ExteriorColor,
    InteriorColor,
    Odometer,
    OdometerUnit,
    /// An asking price.
    Price,
    Msrp,
    Cost,
    /// Money of another meaning.
    OtherAmount,
    DateInStock,
    DaysOnLot,
    Availability,
    Title,
    Description,
    Features,
    Photos,
    Url,
    DealerId,
    DealerName,
    /// Known, and of no use here.
    Ignored,
}

/// The meaning of a header, given its letters.
pub(super) fn column(letters: &str) -> Option<Column> {
    let numbered = letters.strip_prefix("image").is_some_and(|rest| {
        rest.strip_suffix("url")
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    });
    if numbered {
        return Some(Column::Photos);
    }
    if letters.starts_with("customlabel") || (letters.starts_with("image") && letters.contains("tag")) {
        return Some(Column::Ignored);
    }
    let (_, column) = NAMES.iter().find(|(names, _)| names.split(' ').any(|name| name == letters))?;
    Some(*column)
}

/// The order in which asking prices count, where the family has one; by the letters of their headers.
pub(super) fn price_order(family: Family) -> &'static [&'static str] {
    match family {
        Family::VautoA | Family::VautoB => &["internetprice", "price"],
        Family::Meta => &["saleprice", "price"],
        Family::GoogleListings | Family::Cargurus => &["price", "vehicleallinprice"],
        Family::Homenet | Family::Unnamed => &["sellingprice", "internetprice", "price"],
    }
}

/// The family whose own headers are there.
pub(super) fn family(letters: &[String]) -> Family {
    let has = |name: &str| letters.iter().any(|letters| letters == name);
    let count = |names: &[&str]| names.iter().filter(|name| has(name)).count();
    if has("vehicleid")
        && count(&["stateofvehicle", "mileagevalue", "image0url", "fbpageid", "availability"]) > 0
    {
        return Family::Meta;
    }
    if has("storecode") && count(&["vehiclemsrp", "dealershipname", "condition", "certifiedpreowned"]) > 0 {
        return Family::GoogleListings;
    }
    if has("newused") && has("series") {
        let a = count(&[
            "bodydoorct",
            "photourllist",
            "internetprice",
            "modelnumber",
            "bodytype",
            "vehicledetaillink",
        ]);
        let b = count(&["doorcount", "photos", "photocount", "modelcode", "optioncodes", "dealerdiscounted"]);
        return if a >= b { Family::VautoA } else { Family::VautoB };
    }
    if has("sellingprice")
        && count(&["dateinstock", "imagelist", "miles", "categorizedoptions", "styledescription"]) > 0
    {
        return Family::Homenet;
    }
    let cargurus = [
        "pictureurls",
        "mainimage",
        "dealercrmemail",
        "installedoptions",
        "isnew",
        "dealercommentsonvehicle",
    ];
    if count(&cargurus) > 1 {
        return Family::Cargurus;
    }
    Family::Unnamed
}

/// Names of each meaning, most specific meaning first.
const NAMES: &[(&str, Column)] = &[
    ("vin vinnumber vinno vehicleidentificationnumber", Column::Vin),
    ("stock stocknumber stockno stocknum stockid stk stkno stocknr inventorynumber", Column::Stock),
    ("vehicleid id", Column::FeedId),
    (
        "newused type condition stateofvehicle inventorytype stocktype newusedcpo vehiclecondition",
        Column::Condition,
    ),
    ("isnew new", Column::IsNew),
    ("certified certifiedpreowned cpo iscertified iscpo", Column::Certified),
    ("year modelyear vehicleyear yr", Column::Year),
    ("make manufacturer brand vehiclemake", Column::Make),
    ("model modelname vehiclemodel", Column::Model),
    ("trim series trimlevel vehicletrim", Column::Trim),
    ("body bodytype bodystyle", Column::Body),
    ("doors bodydoorct doorcount doorct", Column::Doors),
    ("transmission transmissiontype tranmission transmissiondescription trans", Column::Transmission),
    ("drivetrain drivetraindesc drivetype drivetraintype drive", Column::Drivetrain),
    ("engine enginedescription enginetype", Column::Engine),
    ("fuel fueltype", Column::Fuel),
    ("colour color exteriorcolor exteriorcolour extcolor extcolour", Column::ExteriorColor),
    ("interiorcolor interiorcolour intcolor intcolour", Column::InteriorColor),
    ("odometer mileage miles mileagevalue odometervalue kilometers kilometres", Column::Odometer),
    ("mileageunit odometerunit odometerunits mileageunits", Column::OdometerUnit),
    (
        "price internetprice sellingprice saleprice askingprice listprice listedprice webprice retailprice",
        Column::Price,
    ),
    ("vehicleallinprice", Column::Price),
    ("msrp vehiclemsrp sticker", Column::Msrp),
    ("cost unitcost vehiclecost", Column::Cost),
    (
        "invoice invoiceamount bookvalue otherprice miscprice1 miscprice2 miscprice3 floorplanamount salescost \
         dealerdiscounted wholesaleprice",
        Column::OtherAmount,
    ),
    ("inventorydate dateinstock datefirstonlot stockdate instockdate datein", Column::DateInStock),
    ("age daysonlot daysinstock daysininventory", Column::DaysOnLot),
    ("availability statuscode status", Column::Availability),
    ("title", Column::Title),
    (
        "description descriptions dealercomments dealercommentsonvehicle comments vehicledescription",
        Column::Description,
    ),
    ("features options installedoptions installedoption vehicleoption", Column::Features),
    (
        "photourllist photos imagelist pictureurls picturesurls mainimage imageurls imageurl imagelink \
         additionalimagelink physicalimages photourls images photourl",
        Column::Photos,
    ),
    ("url link vehicledetaillink vdpvinurl vdpurl detailurl", Column::Url),
    ("dealerid storecode dealercode", Column::DealerId),
    ("dealername dealershipname", Column::DealerName),
    (
        "modelnumber modelcode seriesdetail enginecylinderct enginecylinders enginedisplacement enginedisplacementcubicinches \
         photoslastmodifieddate photocount citympg highwaympg optioncodes memoline1 memoline2 dealeraddress dealercity \
         dealerstate delaerstate dealerzip dealerpostalcode dealerphone dealerfax dealeremail dealerphonenumber \
         dealercrmemail dealerstreetaddress dealerlatitudeandlongitude dealerlatitude dealerlongitude dealerradius \
         dealerwebsiteurl marketingemailaddress marketingphonenumber comment1 comment2 comment3 comment4 comment5 \
         categorizedoptions styledescription extcolorgeneric extcolorcode intcolorgeneric intcolorcode intupholstery \
         engineblocktype engineaspirationtype transmissionspeed epaclassification wheelbasecode factorycodes \
         marketclass passengercapacity extcolorhexcode intcolorhexcode",
        Column::Ignored,
    ),
    (
        "placeid mapsurl dealershipaddress trackingphonenumber vehiclefulfillment datefirstregistered \
         fuelconsumption energyconsumption co2emissions emissionsstandard vehiclepricetype electricrange \
         vehicleexpenses vehiclecategory warranty address addressaddr1 addresscity addressregion addresspostalcode \
         addresscountry latitude longitude fbpageid vehicletype videourl videosource risklight currency",
        Column::Ignored,
    ),
];
