"""The maker of service robots: leased by the piece with a service fee and add-ons, sold by agents."""
