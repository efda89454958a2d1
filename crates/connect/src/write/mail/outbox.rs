//! A folder instead of a mail server: for the demo, for trying out, and for stores that send by hand.

use std::path::PathBuf;

use super::{Delivery, Letter, MailDoor, Receipt};
use crate::error::ConnectError;

/// Writes each letter as one `.eml` file, named by its Message-ID: the same attempt is the same file.
#[derive(Clone, Debug)]
pub struct OutboxFolder {
    folder: PathBuf,
}

impl OutboxFolder {
    /// Letters go to `folder`, which is made when the first one leaves.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    async fn put(&self, letter: &Letter) -> Result<Receipt, ConnectError> {
        let local: String = letter
            .message_id()
            .chars()
            .take_while(|c| *c != '@')
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let name = format!("{local}.eml");
        let failed = |what: &str, error: &std::io::Error| {
            ConnectError::Transient(format!("cannot {what} in the outbox folder: {}", error.kind()))
        };
        tokio::fs::create_dir_all(&self.folder).await.map_err(|error| failed("make a place", &error))?;
        // Written beside and renamed: nobody picks up half a letter, and a repeat replaces itself.
        let beside = self.folder.join(format!(".{name}.part"));
        tokio::fs::write(&beside, letter.bytes()).await.map_err(|error| failed("write", &error))?;
        tokio::fs::rename(&beside, self.folder.join(&name))
            .await
            .map_err(|error| failed("rename", &error))?;
        Ok(Receipt { said: name })
    }
}

impl MailDoor for OutboxFolder {
    fn deliver<'a>(&'a self, letter: &'a Letter) -> Delivery<'a> {
        Box::pin(self.put(letter))
    }

    fn describe(&self) -> String {
        format!("the outbox folder `{}`", self.folder.display())
    }
}
