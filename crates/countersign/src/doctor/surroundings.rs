//! Key, clock, address, mail: what the store needs around it.

use std::time::Duration;

use domain::time::UtcMicros;
use tokio::net::{TcpListener, TcpStream};

use super::Check;
use crate::config::{Config, MailDoorKind};
use crate::{boot, clock, key};

/// 2026-01-01T00:00:00Z: this program did not exist before.
const BORN: UtcMicros = UtcMicros(1_767_225_600_000_000);
/// 2100-01-01T00:00:00Z.
const FAR: UtcMicros = UtcMicros(4_102_444_800_000_000);
const PATIENCE: Duration = Duration::from_secs(5);

/// Is the signing key there, whole, and private?
pub fn signing_key(config: &Config) -> Check {
    const NAME: &str = "signing key";
    let path = config.path(&config.audit.signing_key_file);
    if let Err(error) = key::load(&path) {
        let then = "restore the file from its copy; a new key cannot continue the old checkpoints";
        return Check::bad(NAME, format!("{error:#}"), then);
    }
    match key::check_mode(&path) {
        Ok(()) => Check::well(NAME, format!("`{}`, readable by its owner alone", path.display())),
        Err(error) => Check::bad(NAME, error.to_string(), format!("chmod 600 {}", path.display())),
    }
}

/// Can the machine's clock be right?
pub fn clock() -> Check {
    const NAME: &str = "clock";
    let now = clock::now();
    if now < BORN || now > FAR {
        let then = "set the clock (timedatectl set-ntp true): due times and the record rest on it";
        return Check::bad(NAME, format!("the machine says {}", boot::now_text()), then);
    }
    Check::well(NAME, format!("the machine says {}", boot::now_text()))
}

/// Is the address free, or taken by a running store?
pub async fn address(config: &Config) -> Check {
    const NAME: &str = "address";
    let listen = config.server.listen;
    let found = match TcpListener::bind(listen).await {
        Ok(_) => format!("{listen} is free"),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            format!("{listen} is taken: by the running store, as it should be, or by another program")
        }
        Err(error) => {
            return Check::bad(
                NAME,
                format!("{listen}: {error}"),
                "set server.listen to an address of this machine",
            );
        }
    };
    if listen.ip().is_loopback() || config.server.public_url.starts_with("https://") {
        return Check::well(NAME, found);
    }
    Check::look(
        NAME,
        format!("{found}; it is reachable from outside without TLS"),
        "put a proxy with TLS in front and name it in server.public_url",
    )
}

/// Can approved mail leave?
pub async fn mail(config: &Config, is_offline: bool) -> Check {
    const NAME: &str = "mail";
    let door = match boot::mail_door(config) {
        Ok(door) => door.describe(),
        Err(error) => {
            return Check::bad(NAME, format!("{error:#}"), "repair the table [mail] of the configuration");
        }
    };
    match config.mail.door {
        MailDoorKind::Off => Check::look(NAME, door, "set mail.door once replies should leave"),
        MailDoorKind::Folder => {
            Check::look(NAME, door, "set mail.door to \"smtp\" once replies should leave")
        }
        MailDoorKind::Smtp if is_offline => Check::well(NAME, format!("{door}, not tried (--offline)")),
        MailDoorKind::Smtp => {
            let server = (config.mail.smtp_host.as_str(), config.mail.smtp_port);
            let then = "look at mail.smtp_host, mail.smtp_port and the firewall";
            match tokio::time::timeout(PATIENCE, TcpStream::connect(server)).await {
                Ok(Ok(_)) => Check::well(NAME, format!("{door} answers")),
                Ok(Err(error)) => Check::bad(NAME, format!("{door}: {error}"), then),
                Err(_) => Check::bad(NAME, format!("{door} does not answer within 5 s"), then),
            }
        }
    }
}
