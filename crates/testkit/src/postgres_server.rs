//! A throw-away PostgreSQL server for the tests of one process: no port, no password, gone with the process.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use db::Place;
use db::conn::{Access, Conn};

use crate::engines::stop_on_error;

/// Makes a server in a folder of its own and says where; when its input ends, with the test process however that
/// ends, takes both away. Speaks through a socket in that folder alone.
const KEEPER: &str = r#"
set -eu
bin=$1
dir=$(mktemp -d /tmp/countersign-pg-XXXXXX)
trap 'rm -rf "$dir"' EXIT
trap '' INT
"$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
"$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" start >/dev/null -o "-k $dir -c listen_addresses='' \
    -c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=300" || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
read -r _ || true
"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
"#;

/// A running server.
pub struct Server {
    folder: PathBuf,
    /// While its input is open, the server runs.
    _keeper: Child,
}

/// The server of this process, started when first asked for; none if PostgreSQL is not on this machine.
pub fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(start).as_ref()
}

impl Server {
    /// Creates an empty database called `name`.
    #[must_use]
    pub fn create_database(&self, name: &str) -> Place {
        let (administration, sql) =
            (self.database("postgres"), format!("CREATE DATABASE {name} TEMPLATE template0"));
        // A blocking connection may not be driven from a thread of the async runtime.
        let create = std::thread::spawn(move || Conn::open(&administration, Access::Write)?.script(&sql));
        let created = create.join().unwrap_or(Err(db::DbError::Closed));
        stop_on_error(created);
        self.database(name)
    }

    fn database(&self, name: &str) -> Place {
        let folder = self.folder.display();
        stop_on_error(Place::parse(&format!("postgres:///{name}?user=postgres&host={folder}")))
    }
}

fn start() -> Option<Server> {
    let Some(programs) = find_programs() else {
        refuse_if_required();
        println!("PostgreSQL's programs are not on this machine: the tests run on SQLite alone");
        return None;
    };
    let mut keeper = as_ordinary_user();
    keeper.args(["sh", "-c", KEEPER, "keeper"]).arg(programs);
    // A group of its own, so that an interrupt at the terminal reaches the tests first.
    let child = keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut keeper = stop_on_error(child);
    let mut folder = String::new();
    if let Some(stdout) = keeper.stdout.take() {
        stop_on_error(BufReader::new(stdout).read_line(&mut folder));
    }
    let folder = Some(PathBuf::from(folder.trim())).filter(|folder| folder.is_absolute());
    let folder = folder.ok_or("the PostgreSQL server for the tests did not start");
    Some(Server { folder: stop_on_error(folder), _keeper: keeper })
}

/// PostgreSQL refuses to run as root; then its own user is used.
fn as_ordinary_user() -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        return Command::new("env");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "-C", "/"]);
    command
}

/// The newest version as Debian lays it out, or else what is on the path.
fn find_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let on_path = ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"].map(PathBuf::from);
    let has_server = |folder: &Path| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    debian
        .filter(|folder| has_server(folder))
        .max()
        .or_else(|| on_path.into_iter().find(|folder| has_server(folder)))
}

#[expect(clippy::disallowed_methods, clippy::panic, reason = "the switch is for the tests' own runner")]
fn refuse_if_required() {
    if std::env::var("COUNTERSIGN_REQUIRE_PG").is_ok_and(|value| value == "1") {
        panic!("COUNTERSIGN_REQUIRE_PG is set, and PostgreSQL's programs are not on this machine");
    }
}
