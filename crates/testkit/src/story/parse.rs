//! A story's text in its parts.

/// A story, read.
#[derive(Debug)]
pub struct Story {
    /// The first line.
    pub title: String,
    /// Everything before the transcript, as written.
    pub told: String,
    /// What is done, in order.
    pub parts: Vec<Part>,
    /// What is expected.
    pub transcript: String,
}

/// One part: a command with what stands below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// The line in the file, from 1.
    pub line: usize,
    /// What stands after `---`.
    pub command: String,
    /// The lines below, without blank ones at the end.
    pub body: String,
}

impl Story {
    /// Reads a story's text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let title = text.lines().next().unwrap_or_default().to_owned();
        let mut parts: Vec<Part> = Vec::new();
        let mut told = String::new();
        let mut transcript: Option<String> = None;
        for (index, line) in text.lines().enumerate() {
            if let Some(transcript) = &mut transcript {
                transcript.push_str(line);
                transcript.push('\n');
                continue;
            }
            if line.trim_end() == "--- transcript" {
                transcript = Some(String::new());
                continue;
            }
            told.push_str(line);
            told.push('\n');
            match (line.strip_prefix("--- "), parts.last_mut()) {
                (Some(command), _) => {
                    parts.push(Part {
                        line: index + 1,
                        command: command.trim().to_owned(),
                        body: String::new(),
                    });
                }
                (None, Some(part)) => {
                    part.body.push_str(line);
                    part.body.push('\n');
                }
                (None, None) => {}
            }
        }
        for part in &mut parts {
            part.body = part.body.trim_end().to_owned();
        }
        if title.is_empty() || parts.is_empty() {
            return Err("a story wants a title and at least one part".to_owned());
        }
        Ok(Self { title, told, parts, transcript: transcript.unwrap_or_default() })
    }
}
