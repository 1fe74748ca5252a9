"""The SaaS company: work orders and maintenance as a service, sold by seat with add-ons."""
