//! An invented store with its people, vehicles and customers, ready for leads: what every story begins with.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::Doors;
use db::Store;
use domain::id::RooftopId;
use domain::person::{Actor, Role};
use domain::time::UtcMicros;
use pipeline::access::{NewPerson, NewRooftop};
use pipeline::context::market::Centroids;
use pipeline::feeds::{FeedFile, FeedKind};
use pipeline::settings::RooftopForm;
use pipeline::{Judge, Limits, Parts, Pipeline};

use crate::fakes::{Counting, FakeMail, ManualClock, Recorded};

const STOCK: &str = include_str!("world/stock.csv");
const CUSTOMERS: &str = include_str!("world/customers.csv");

/// The store Larkfield North in Dayton: open Monday to Friday 9 to 20, Saturday 9 to 18.
pub struct World {
    pub pipeline: Pipeline,
    pub clock: Arc<ManualClock>,
    pub mail: Arc<FakeMail>,
    pub recorded: Arc<Recorded>,
    pub rooftop: RooftopId,
    /// By first name in lower case: sam (admin), dana (manager, senior), ruth (compliance), priya, marco (es) and
    /// lee (reviewers, sales), nora (reviewer, service).
    pub people: BTreeMap<&'static str, Actor>,
}

/// Who works there: first name, name, roles, department, senior, languages.
type Person = (&'static str, &'static str, &'static [Role], &'static str, bool, &'static [&'static str]);

const PEOPLE: [Person; 6] = [
    ("dana", "Dana Whitfield", &[Role::Manager], "management", true, &["en"]),
    ("ruth", "Ruth Okafor", &[Role::Compliance], "compliance", false, &["en"]),
    ("priya", "Priya Nair", &[Role::Reviewer], "sales", false, &["en"]),
    ("marco", "Marco Reyes", &[Role::Reviewer], "sales", false, &["en", "es"]),
    ("lee", "Lee Hart", &[Role::Reviewer], "sales", true, &["en"]),
    ("nora", "Nora Bell", &[Role::Reviewer], "service", false, &["en"]),
];

impl World {
    /// The store at `start`, in an empty `store`. Messages are read by recorded answers.
    pub async fn open(store: Store, start: UtcMicros) -> Self {
        let recorded = Arc::new(Recorded::default());
        let judge: Arc<dyn Judge> = Arc::<Recorded>::clone(&recorded);
        Self::open_with(store, start, judge, recorded).await
    }

    /// The same with another reader of messages.
    pub async fn open_with(
        store: Store,
        start: UtcMicros,
        triage: Arc<dyn Judge>,
        recorded: Arc<Recorded>,
    ) -> Self {
        let clock = Arc::new(ManualClock::at(start));
        let mail = Arc::new(FakeMail::default());
        let pipeline = Pipeline::new(Parts {
            store,
            triage,
            doors: Doors::new(Arc::<FakeMail>::clone(&mail)),
            centroids: Arc::new(Centroids::default()),
            clock: Arc::<ManualClock>::clone(&clock),
            entropy: Arc::new(Counting::default()),
            limits: Limits::default(),
            checkpoint_key: [7; 32],
        });
        let admin = NewPerson {
            name: "Sam Lowe".to_owned(),
            email: "sam@larkfield.example.com".to_owned(),
            department: "office".to_owned(),
            ..NewPerson::default()
        };
        let new =
            NewRooftop { name: "Larkfield North".to_owned(), timezone: "America/New_York".to_owned(), admin };
        let sam = must(pipeline.found_rooftop(new).await);
        let mut people = BTreeMap::from([("sam", sam.clone())]);
        for (first, name, roles, department, senior, languages) in PEOPLE {
            let new = NewPerson {
                name: name.to_owned(),
                email: format!("{first}@larkfield.example.com"),
                roles: roles.to_vec(),
                department: department.to_owned(),
                senior,
                languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
                ..NewPerson::default()
            };
            let person = must(pipeline.create_person(&sam, new).await);
            let actor = Actor { person, name: name.to_owned(), roles: roles.to_vec(), ..sam.clone() };
            people.insert(first, actor);
        }
        let world = Self { pipeline, clock, mail, recorded, rooftop: sam.rooftop, people };
        world.furnish(&sam).await;
        world
    }

    async fn furnish(&self, sam: &Actor) {
        let hours = (1..=5).map(|day| (day, 540, 1_200)).chain([(6, 540, 1_080)]).collect();
        let form = RooftopForm {
            revision: 1,
            name: "Larkfield North".to_owned(),
            timezone: "America/New_York".to_owned(),
            phone: Some("(937) 555-0100".to_owned()),
            address: Some("200 Larkfield Road, Dayton, OH 45402".to_owned()),
            website: Some("https://larkfield.example.com".to_owned()),
            postal_code: Some("45402".to_owned()),
            region: Some("OH".to_owned()),
            reply_from: Some("desk@larkfield.example.com".to_owned()),
            hours,
            market_zips: vec!["453".to_owned(), "454".to_owned()],
            ..RooftopForm::default()
        };
        must(self.pipeline.set_rooftop(sam, form).await);
        for (kind, bytes) in [(FeedKind::Inventory, STOCK), (FeedKind::Customers, CUSTOMERS)] {
            let file = FeedFile {
                kind,
                name: format!("{}.csv", kind.as_str()),
                bytes: bytes.as_bytes().to_vec(),
                price_column: None,
            };
            let outcome = must(self.pipeline.apply_feed(sam, file, true).await);
            assert!(outcome.plan.rejected.is_empty(), "{:?}", outcome.plan.rejected);
        }
    }

    /// The person of this first name.
    #[must_use]
    #[expect(clippy::panic, reason = "a story that names nobody is a broken test and must say so")]
    pub fn actor(&self, first: &str) -> &Actor {
        self.people.get(first).unwrap_or_else(|| panic!("nobody here is called `{first}`"))
    }
}

/// The value, or the test ends with what went wrong.
#[expect(clippy::panic, reason = "a world that cannot be set up is a broken test and must say so")]
pub fn must<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the story's world: {error:?}"),
    }
}
