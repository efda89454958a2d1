//! SMTP submission (RFC 6409, 2011-11), stage by stage, because the stage decides whether a failure may be repeated.

use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use super::{Delivery, Letter, MailDoor, Receipt};
use crate::error::ConnectError;

/// RFC 5321, 4.5.3.2 asks for up to ten minutes; a letter that hangs that long has an unknown outcome anyway.
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_SAID_CHARS: usize = 200;

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte, port 465 as a rule (RFC 8314, 2018-01).
    Implicit,
    /// Begins in the clear and must turn to TLS, port 587 as a rule.
    StartTls,
    /// In the clear: for a server on the same machine. A password is never sent this way.
    None,
}

/// How to reach a mail server.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name, as its certificate has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub tls: SmtpTls,
    /// Name and password, if it wants them.
    pub login: Option<(String, String)>,
    /// How we introduce ourselves: a domain name.
    pub hello: String,
}

/// A mail server.
#[derive(Clone)]
pub struct Smtp {
    settings: SmtpSettings,
}

impl Smtp {
    /// A door to the server that `settings` names; connects anew for every letter.
    ///
    /// # Errors
    /// A sentence for a person, if the settings would send a password in the clear.
    pub fn new(settings: SmtpSettings) -> Result<Self, String> {
        if settings.tls == SmtpTls::None && settings.login.is_some() {
            return Err("a mail password may not be sent in the clear: set TLS to `implicit` or `starttls`"
                .to_owned());
        }
        Ok(Self { settings })
    }

    async fn send(&self, letter: &Letter) -> Result<Receipt, ConnectError> {
        let mut connection = self.connect().await?;
        let handed = hand_over(&mut connection, letter).await;
        match &handed {
            // The letter is theirs; a server that hangs on QUIT changes nothing about that.
            Ok(_) => drop(tokio::time::timeout(Duration::from_secs(2), connection.quit()).await),
            Err(_) => connection.abort().await,
        }
        handed
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, ConnectError> {
        let settings = &self.settings;
        let hello = ClientId::Domain(settings.hello.clone());
        let tls = || TlsParameters::new(settings.host.clone()).map_err(|error| before(&error));
        let implicit = if settings.tls == SmtpTls::Implicit { Some(tls()?) } else { None };
        let server = (settings.host.as_str(), settings.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(TIMEOUT), &hello, implicit, None)
                .await
                .map_err(|error| before(&error))?;
        if settings.tls == SmtpTls::StartTls {
            if !connection.can_starttls() {
                let why = format!("{} does not offer STARTTLS", settings.host);
                return Err(ConnectError::Unauthorized(why));
            }
            connection.starttls(tls()?, &hello).await.map_err(|error| before(&error))?;
        }
        if let Some((name, password)) = &settings.login {
            let credentials = Credentials::new(name.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(|error| login(&error))?;
        }
        Ok(connection)
    }
}

/// Up to `DATA` nothing has happened yet; from the first byte of the letter on, silence means that nobody knows.
async fn hand_over(connection: &mut AsyncSmtpConnection, letter: &Letter) -> Result<Receipt, ConnectError> {
    let mut options = Vec::new();
    if !letter.bytes().is_ascii() {
        if !connection.server_info().supports_feature(Extension::EightBitMime) {
            return Err(ConnectError::Permanent("the mail server takes plain ASCII only".to_owned()));
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let envelope = letter.envelope();
    if envelope
        .from()
        .into_iter()
        .chain(envelope.to())
        .any(|address| !AsRef::<str>::as_ref(address).is_ascii())
    {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(ConnectError::Permanent("the mail server takes ASCII addresses only".to_owned()));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    let from = Mail::new(envelope.from().cloned(), options);
    timely(connection.command(from)).await?;
    for to in envelope.to() {
        timely(connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
    }
    timely(connection.command(Data)).await?;
    match tokio::time::timeout(TIMEOUT, connection.message(letter.bytes())).await {
        Err(_) => Err(ConnectError::Unknown("no answer after the letter was handed over".to_owned())),
        Ok(Ok(response)) => {
            let said =
                response.message().collect::<Vec<_>>().join(" ").chars().take(MAX_SAID_CHARS).collect();
            Ok(Receipt { said })
        }
        // A reply code is an answer: the letter was not taken. Anything else is silence.
        Ok(Err(error)) if error.status().is_some() => Err(before(&error)),
        Ok(Err(error)) => Err(ConnectError::Unknown(kind(&error).to_owned())),
    }
}

async fn timely<T>(command: impl Future<Output = Result<T, SmtpError>>) -> Result<T, ConnectError> {
    match tokio::time::timeout(TIMEOUT, command).await {
        Ok(answer) => answer.map_err(|error| before(&error)),
        Err(_) => Err(ConnectError::Transient("the mail server does not answer".to_owned())),
    }
}

/// A failure while nothing has happened yet. Reply texts are left out: servers repeat the customer's address there.
fn before(error: &SmtpError) -> ConnectError {
    let Some(code) = error.status() else {
        return ConnectError::Transient(kind(error).to_owned());
    };
    let code = code.to_string();
    let said = format!("the mail server answered {code}");
    match code.as_str() {
        // RFC 4954 (2007-07), section 6: authentication required, failed, too weak, needs encryption.
        "530" | "534" | "535" | "538" => ConnectError::Unauthorized(said),
        _ if error.is_transient() => ConnectError::Transient(said),
        _ if error.is_permanent() => ConnectError::Permanent(said),
        _ => ConnectError::Transient(said),
    }
}

/// Signing in: a temporary failure stays one, everything else is a matter of settings.
fn login(error: &SmtpError) -> ConnectError {
    match before(error) {
        ConnectError::Permanent(said) => ConnectError::Unauthorized(said),
        other if error.is_client() => ConnectError::Unauthorized(other.to_string()),
        other => other,
    }
}

fn kind(error: &SmtpError) -> &'static str {
    if error.is_timeout() {
        "the mail server does not answer"
    } else if error.is_tls() {
        "no private connection to the mail server"
    } else if error.is_response() {
        "the mail server's answer is not SMTP"
    } else {
        "the connection to the mail server failed"
    }
}

impl MailDoor for Smtp {
    fn deliver<'a>(&'a self, letter: &'a Letter) -> Delivery<'a> {
        Box::pin(self.send(letter))
    }

    fn describe(&self) -> String {
        format!("SMTP at {}:{}", self.settings.host, self.settings.port)
    }
}
