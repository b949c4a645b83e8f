"""What is asked of ownerships, contacts and complaints."""
