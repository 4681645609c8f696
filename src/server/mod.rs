//! `serve`: the local endpoints, on loopback, for as long as nobody stops it. Nothing is kept and nothing is written.

mod answers;
mod clients;
mod form;
pub mod listening;
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
use crate::cli::exit::{Exit, Failure, Stop};
use crate::review::runbook::Runbook;

/// How long answers may take that were begun before the stop.
const FINISH_MAX: Duration = Duration::from_secs(5);

/// How long what has arrived may take to be read.
const ARRIVAL: Duration = Duration::from_millis(50);

/// How long to wait where the system could not take a client.
const PAUSE: Duration = Duration::from_millis(100);

/// Prints where the endpoints are, one a line, and serves them until a signal says stop.
///
/// # Errors
/// Exit 5 where the system does not let it serve, and what writing to `out` said.
pub fn run(
    runbook: &Runbook,
    listening: Listening,
    out: &mut dyn Write,
    words: &mut dyn Write,
) -> Result<Exit, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| unserved(&error))?;
    let (addresses, sockets) = listening.into_parts().map_err(|error| unserved(&error))?;
    LocalSet::new().block_on(&runtime, async {
        let clients = Rc::new(Clients::new(Answers::of(runbook)));
        let mut doors = Doors::open(sockets, &clients).map_err(|error| unserved(&error))?;
        announce(runbook, &addresses, out, words)?;
        let signal = doors.stops.next().await;
        doors.close(&clients).await;
        // Whoever says it twice does not want to wait.
        tokio::select! {
            _ = timeout(FINISH_MAX, clients.finish()) => {}
            _ = doors.stops.next() => {}
        }
        Ok(Exit::Signal(signal))
    })
}

/// Where the endpoints are goes to `out`, for programs; what a person may want to know beside that to `words`.
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
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(words, "strict-review: serving on {}; Ctrl-C stops", hosts.join(" and "));
    Ok(())
}

/// Where clients come in, and what closes it.
struct Doors {
    stops: Stops,
    open: JoinSet<()>,
    /// The same sockets again, for whoever is still waiting when no door is open any more.
    sockets: Vec<StdListener>,
}

impl Doors {
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

    /// Takes in those who wait, and nobody after them.
    async fn close(&mut self, clients: &Rc<Clients>) {
        self.open.shutdown().await;
        for socket in self.sockets.drain(..) {
            clients.admit_those_who_wait(&socket);
        }
        // HTTP closes a connection unread that has sent nothing yet: what has arrived is read first.
        sleep(ARRIVAL).await;
        yield_now().await;
    }
}

/// Takes in everyone who comes.
async fn admit(socket: TcpListener, clients: Rc<Clients>) {
    loop {
        if let Ok((stream, _)) = socket.accept().await {
            clients.admit(stream);
        } else {
            // Out of descriptors, most likely: whoever came stays in the queue until there is room.
            clients.let_one_go();
            sleep(PAUSE).await;
        }
    }
}

/// The signals that end it.
struct Stops {
    terminate: Signal,
    interrupt: Signal,
}

impl Stops {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The number of the next one.
    async fn next(&mut self) -> u8 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        };
        u8::try_from(kind.as_raw_value()).unwrap_or(u8::MAX)
    }
}

fn unserved(error: &io::Error) -> Stop {
    Stop::new(
        Exit::Fault,
        "serve",
        error.to_string(),
        "Try again, or read the same with `strict-review page` and `policy`.",
    )
}
