"""Sign-in: Authorization Code with PKCE, the redirect listener, the token session, the credential store."""
