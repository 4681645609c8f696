//! `serve`: the local endpoints on loopback, until a signal. Nothing is kept and nothing is written.

mod answers;
mod clients;
mod form;
pub mod listening;
pub mod page;
mod problem;
mod request;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener as StdListener};
use std::rc::Rc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::{JoinSet, LocalSet, yield_now};
use tokio::time::{sleep, timeout};

use self::answers::Answers;
use self::clients::Clients;
use self::listening::Listening;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::review::runbook::Runbook;

/// Time for answers that began before the stop.
const FINISH_MAX: Duration = Duration::from_secs(5);

/// Time to read requests that have arrived.
const ARRIVAL: Duration = Duration::from_millis(50);

/// Wait after the system could not accept a client.
const PAUSE: Duration = Duration::from_millis(100);

/// Prints the endpoints, one a line, and serves them until a signal. Fails with 5 if the system refuses.
pub fn run(
    runbook: &Runbook,
    listening: Listening,
    out: &mut dyn Write,
    words: &mut dyn Write,
) -> Result<Exit, Failure> {
    // The sandbox allows no further thread.
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| unserved(&error))?;
    let (addresses, sockets) = listening.into_parts().map_err(|error| unserved(&error))?;
    LocalSet::new().block_on(&runtime, async {
        let clients = Rc::new(Clients::new(Answers::new(runbook)));
        let mut doors = Listeners::open(sockets, &clients).map_err(|error| unserved(&error))?;
        announce(runbook, &addresses, out, words)?;
        let signal = doors.stops.next().await;
        doors.close(&clients).await;
        // A second signal means: do not wait.
        tokio::select! {
            _ = timeout(FINISH_MAX, clients.finish()) => {}
            _ = doors.stops.next() => {}
        }
        Ok(Exit::Signal(signal))
    })
}

/// Addresses go to `out`, for programs; words for a person go to `words`.
fn announce(
    runbook: &Runbook,
    addresses: &[SocketAddr],
    out: &mut dyn Write,
    words: &mut dyn Write,
) -> io::Result<()> {
    let endpoints = &runbook.endpoints;
    let Some(first) = addresses.first() else { return Ok(()) };
    for endpoint in [&endpoints.policy, &endpoints.plan, &endpoints.page] {
        writeln!(out, "http://{first}{}", endpoint.path)?;
    }
    out.flush()?;
    let hosts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    // A closed standard error must not stop the server.
    let _ = writeln!(words, "strict-review: serving on {}; Ctrl-C stops", hosts.join(" and "));
    Ok(())
}

struct Listeners {
    stops: Stops,
    open: JoinSet<()>,
    /// Duplicates of the open sockets, for clients that are still in the queue once those are closed.
    sockets: Vec<StdListener>,
}

impl Listeners {
    fn open(sockets: Vec<StdListener>, clients: &Rc<Clients>) -> io::Result<Self> {
        let stops = Stops::listen()?;
        let mut open = JoinSet::new();
        for socket in &sockets {
            socket.set_nonblocking(true)?;
            let socket = TcpListener::from_std(socket.try_clone()?)?;
            open.spawn_local(admit(socket, Rc::clone(clients)));
        }
        Ok(Self { stops, open, sockets })
    }

    /// Admits the clients in the queue, and none after them.
    async fn close(&mut self, clients: &Rc<Clients>) {
        self.open.shutdown().await;
        for socket in self.sockets.drain(..) {
            clients.admit_those_who_wait(&socket);
        }
        // A shutdown closes connections that have sent nothing yet, so data that has arrived is read first.
        sleep(ARRIVAL).await;
        yield_now().await;
    }
}

async fn admit(socket: TcpListener, clients: Rc<Clients>) {
    loop {
        if let Ok((stream, _)) = socket.accept().await {
            clients.admit(stream);
        } else {
            // Most likely out of descriptors: the client stays in the queue until there is room.
            clients.let_one_go();
            sleep(PAUSE).await;
        }
    }
}

struct Stops {
    terminate: Signal,
    interrupt: Signal,
}

impl Stops {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Number of the next signal.
    async fn next(&mut self) -> u8 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        };
        u8::try_from(kind.as_raw_value()).unwrap_or(u8::MAX)
    }
}

fn unserved(error: &io::Error) -> CliError {
    CliError::new(
        Exit::Fault,
        "serve",
        error.to_string(),
        "Try again, or use `strict-review page` and `strict-review policy`.",
    )
}
