//! Listening sockets, on loopback only, whatever is asked.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// One socket for each address family that this system has, all on one port.
#[derive(Debug, Default)]
pub struct Listening {
    sockets: Vec<TcpListener>,
    port: u16,
}

/// Attempts to find a port that is free in both families, if the system chooses it.
const TRIES: usize = 16;

impl Listening {
    /// On port 0 the system chooses. Fails if there is no loopback address, or if the port is taken.
    pub fn on(port: u16) -> io::Result<Self> {
        let mut tried = Self::try_on(port);
        for _ in 1..TRIES {
            match &tried {
                Err(error) if port == 0 && error.kind() == io::ErrorKind::AddrInUse => {
                    tried = Self::try_on(port);
                }
                Ok(_) | Err(_) => break,
            }
        }
        tried
    }

    fn try_on(port: u16) -> io::Result<Self> {
        let first = where_there_is((Ipv4Addr::LOCALHOST, port).into())?;
        let port = first.as_ref().map_or(Ok(port), |socket| socket.local_addr().map(|at| at.port()))?;
        // The second family needs the port that the system chose for the first.
        let second = where_there_is((Ipv6Addr::LOCALHOST, port).into())?;
        let port = second.as_ref().map_or(Ok(port), |socket| socket.local_addr().map(|at| at.port()))?;
        let sockets: Vec<TcpListener> = first.into_iter().chain(second).collect();
        if sockets.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::AddrNotAvailable,
                "this system has no loopback address",
            ));
        }
        Ok(Self { sockets, port })
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Addresses, `127.0.0.1` first, and sockets.
    pub(super) fn into_parts(self) -> io::Result<(Vec<SocketAddr>, Vec<TcpListener>)> {
        let addresses: io::Result<_> = self.sockets.iter().map(TcpListener::local_addr).collect();
        Ok((addresses?, self.sockets))
    }
}

/// `None` if the system lacks this address family.
fn where_there_is(address: SocketAddr) -> io::Result<Option<TcpListener>> {
    match TcpListener::bind(address) {
        Ok(socket) => Ok(Some(socket)),
        Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable => Ok(None),
        Err(error) if error.raw_os_error() == Some(NO_SUCH_FAMILY) => Ok(None),
        Err(error) => Err(error),
    }
}

const NO_SUCH_FAMILY: i32 = rustix::io::Errno::AFNOSUPPORT.raw_os_error();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_listen_on_one_port_of_loopback() {
        let listening = Listening::on(0).unwrap();
        let port = listening.port();
        for address in listening.into_parts().unwrap().0 {
            assert!(address.ip().is_loopback() && address.port() == port, "{address}");
        }
    }

    #[test]
    fn a_port_that_is_taken_is_told() {
        let taken = Listening::on(0).unwrap();
        assert_eq!(Listening::on(taken.port()).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
