"""The member's page, the service desk, the programme's pages."""
