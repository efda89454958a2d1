//! One process: requests, worker, and an orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{WebConfig, WebState};

use crate::boot::House;

/// Binds `address`, or says why not.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("listen on {address}; is another program there? --listen 127.0.0.1:0 takes a free port")
    })
}

/// Serves until `stop` turns true: then no new connections, running requests end, streams close, the worker finishes
/// what it has claimed and signs the head of the record, and the database closes.
pub async fn run(house: House, listener: TcpListener, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    let drain = Duration::from_secs(house.config.server.drain_s);
    let worker = tokio::spawn({
        let (pipeline, stop) = (house.pipeline.clone(), stop.clone());
        async move { pipeline.run_worker(stop).await }
    });
    let state = WebState::new(house.pipeline.clone(), web_config(&house, address), stop.clone());
    let app = web::router(state).into_make_service_with_connect_info::<SocketAddr>();
    // Answers are small and wanted at once.
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    let serving = tokio::spawn(
        axum::serve(listener, app).with_graceful_shutdown(turned_true(stop.clone())).into_future(),
    );
    turned_true(stop).await;
    let served = tokio::time::timeout(drain, serving).await;
    match served {
        Ok(ended) => ended?.context("serve requests")?,
        Err(_) => {
            tracing::warn!(drain_s = drain.as_secs(), "some requests did not end in time and are cut off")
        }
    }
    worker.await.context("the worker broke")?;
    house.close().await;
    Ok(())
}

fn web_config(house: &House, address: SocketAddr) -> WebConfig {
    let server = &house.config.server;
    let given = server.public_url.trim_end_matches('/');
    let base_url = if given.is_empty() { format!("http://{address}") } else { given.to_owned() };
    WebConfig {
        tls_in_front: base_url.starts_with("https://"),
        base_url,
        trusted_hops: server.trusted_proxies,
        body_limit: house.config.intake.max_bytes,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

async fn turned_true(mut stop: watch::Receiver<bool>) {
    // The sender being gone is a stop as well.
    drop(stop.wait_for(|stopped| *stopped).await);
}

/// Turns true at the first SIGTERM or SIGINT; a second one ends the process at once.
pub fn stop_on_signal() -> anyhow::Result<watch::Receiver<bool>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listen for SIGINT")?;
    let (say, stop) = watch::channel(false);
    tokio::spawn(async move {
        let mut either = async || tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () };
        either().await;
        tracing::info!("stopping: finishing what is under way");
        say.send_replace(true);
        either().await;
        std::process::exit(1);
    });
    Ok(stop)
}
