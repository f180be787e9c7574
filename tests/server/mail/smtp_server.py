#!/usr/bin/env python3
"""A mail server for tests. Says where it listens, and then one line of JSON for each mail that it takes: as the mail programs
of the world read it, with Python's parser of mail.

Recipients say how they are treated:
    nobody@    550 to RCPT        busy@      451 to RCPT        slow@      no answer to RCPT
    unwanted@  554 to DATA        full@      452 to DATA        silent@    no answer to DATA
A line also says when it begins not to answer.
"""
import argparse
import asyncio
import email
import email.header
import email.policy
import email.utils
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def mailboxes(content, header):
    # Python's newer parser leaves spaces between encoded words of a name (RFC 2047, 6.2); its older one does not.
    found = email.utils.getaddresses(email.message_from_bytes(content).get_all(header))
    return [[str(email.header.make_header(email.header.decode_header(name))), address] for name, address in found]


async def fall_silent(address):
    print(json.dumps({"silent": address}), flush=True)
    await asyncio.Event().wait()


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "550 5.7.1 no mail from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        user = address.split("@")[0]
        if user == "nobody":
            return "550 5.1.1 no such user " + address
        if user == "busy":
            return "451 4.2.1 later, please, " + address
        if user == "slow":
            await fall_silent(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        user = envelope.rcpt_tos[0].split("@")[0]
        if user == "unwanted":
            return "554 5.6.0 not this"
        if user == "full":
            return "452 4.3.1 no space"
        if user == "silent":
            await fall_silent(envelope.rcpt_tos[0])
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({
            "connection": session.peer[1],
            "encrypted": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data.decode() if session.auth_data else "",
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "from": mailboxes(envelope.content, "from"),
            "to": mailboxes(envelope.content, "to"),
            "body": message.get_content().replace("\r\n", "\n"),
            "defects": [str(defect) for defect in message.defects],
            "raw": envelope.content.decode("latin-1"),
        }), flush=True)
        return "250 OK"


def authenticate(expected, auth_data):
    right = isinstance(auth_data, LoginPassword) and (auth_data.login.decode(), auth_data.password.decode()) == expected
    return AuthResult(success=right, handled=False, auth_data=auth_data.login if right else None)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate", help="offers STARTTLS")
    parser.add_argument("--encrypted", action="store_true", help="SMTPS: encrypted from the beginning")
    parser.add_argument("--login", help="USER:PASSWORD to be given")
    arguments = parser.parse_args()
    # Refusals are what some of the tests are about, and so is a login without encryption.
    logging.disable()
    warnings.simplefilter("ignore")
    options = {}
    context = None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate)
        if not arguments.encrypted:
            options["tls_context"] = context
    if arguments.login:
        expected = tuple(arguments.login.split(":"))
        options.update(auth_required=True, auth_require_tls=False,
                       authenticator=lambda server, session, envelope, mechanism, data: authenticate(expected, data))
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Handler(), hostname="mail.example.org", enable_SMTPUTF8=True, **options), "127.0.0.1", arguments.port,
        ssl=context if arguments.encrypted else None)
    print("listening on 127.0.0.1:%d" % server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


sys.exit(asyncio.run(main()))
