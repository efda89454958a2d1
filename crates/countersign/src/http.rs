//! A small HTTP/1.1 client for feeding a running store: one connection, kept open. Nothing of it is in the server.

use std::sync::Arc;

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::config::Secret;

/// Where to send, and as whom.
pub struct Client {
    host: String,
    port: u16,
    is_tls: bool,
    key: Secret,
    open: Option<SendRequest<Full<Bytes>>>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub body: Bytes,
}

/// One POST.
pub struct Post<'a> {
    /// Begins with `/`.
    pub path: &'a str,
    pub content_type: &'a str,
    pub idempotency_key: Option<&'a str>,
    pub body: Vec<u8>,
}

impl Client {
    /// A client of `url`: `http://HOST:PORT` or `https://HOST`.
    pub fn new(url: &str, key: Secret) -> anyhow::Result<Self> {
        let uri: Uri =
            url.parse().with_context(|| format!("`{url}` is no address; want http://HOST:PORT"))?;
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => bail!("`{url}` wants http:// or https:// in front"),
        };
        let host = uri.host().with_context(|| format!("`{url}` names no host"))?.to_owned();
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        Ok(Self { host, port, is_tls, key, open: None })
    }

    /// Sends and waits for the whole answer; a kept connection that has gone is opened anew, once.
    pub async fn post(&mut self, post: &Post<'_>) -> anyhow::Result<Answer> {
        let kept = self.open.take();
        if let Some(mut kept) = kept
            && kept.ready().await.is_ok()
            && let Ok(answer) = self.exchange(&mut kept, post).await
        {
            self.open = Some(kept);
            return Ok(answer);
        }
        let mut fresh = self.connect().await?;
        let answer = self.exchange(&mut fresh, post).await?;
        self.open = Some(fresh);
        Ok(answer)
    }

    async fn exchange(&self, on: &mut SendRequest<Full<Bytes>>, post: &Post<'_>) -> anyhow::Result<Answer> {
        let mut request = Request::post(post.path)
            .header(HOST, format!("{}:{}", self.host, self.port))
            .header(CONTENT_TYPE, post.content_type)
            .header(AUTHORIZATION, format!("Bearer {}", self.key.0));
        if let Some(key) = post.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Full::new(Bytes::from(post.body.clone())))?;
        let response = on.send_request(request).await?;
        let status = response.status().as_u16();
        Ok(Answer { status, body: response.into_body().collect().await?.to_bytes() })
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let address = (self.host.trim_matches(['[', ']']), self.port);
        let socket = TcpStream::connect(address)
            .await
            .with_context(|| format!("reach {}:{}; is `countersign serve` running?", self.host, self.port))?;
        socket.set_nodelay(true)?;
        if !self.is_tls {
            return handshake(socket).await;
        }
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from(self.host.clone())?;
        handshake(TlsConnector::from(Arc::new(config)).connect(name, socket).await?).await
    }
}

async fn handshake<S>(socket: S) -> anyhow::Result<SendRequest<Full<Bytes>>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(TokioIo::new(socket)).await?;
    // Ends with its sender; an error shows at the next send.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}
