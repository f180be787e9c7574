// Every size, count and rate that the server enforces. Lengths are Unicode code points unless a name says bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace minga::limits {

// Texts.
inline constexpr int kTitle = 500;
inline constexpr int kDisplayName = 300;
inline constexpr int kLongText = 10'000;
inline constexpr int kListItem = 5'000;
inline constexpr int kPersonName = 200;
inline constexpr int kEmail = 254;
inline constexpr int kActorName = 500;
inline constexpr int kCategoryText = 200;
inline constexpr int kInstitution = 500;
inline constexpr int kTypeOther = 500;
inline constexpr int kOrganization = 300;
inline constexpr int kSourceText = 1'000;
inline constexpr int kExternalSystem = 100;
inline constexpr int kExternalId = 200;
inline constexpr int kComment = 5'000;
inline constexpr int kQuoted = 200;
inline constexpr int kRoundTitle = 200;
inline constexpr int kExtensionComment = 1'000;
inline constexpr int kReminderMessage = 1'000;
inline constexpr int kFormVersion = 20;
inline constexpr int kKeyTitle = 200;
inline constexpr int kFileName = 255;
inline constexpr int kRequestId = 64;
inline constexpr int kFindingText = 1'000;

// Passwords, sessions and one-use tokens.
inline constexpr int kPasswordShortest = 12;
inline constexpr int kPasswordLongest = 200;
inline constexpr int kPasswordsAtOnce = 2;
// Sign-ins that are being checked or wait for it; more are refused, as each holds a worker.
inline constexpr int kPasswordsWaiting = 16;
inline constexpr int kSessionHours = 12;
inline constexpr int kSessionsListed = 100;
inline constexpr int kSessionClient = 200;
inline constexpr int kInvitationHours = 7 * 24;
inline constexpr int kValidationLinkHours = 7 * 24;
inline constexpr int kRecoveryHours = 1;
inline constexpr int kLastUseMinutes = 5;
// Wrong passwords for one e-mail before the next attempt waits, which doubles from a minute to an hour.
inline constexpr int kFreeAttempts = 5;
inline constexpr int kWaitMinutesLongest = 60;
// E-mails whose wrong passwords are counted at once.
inline constexpr size_t kAttemptsCounted = 100'000;

// Lists.
inline constexpr int kInitiativesPerFiche = 3;
inline constexpr int kActors = 200;
inline constexpr int kPartnerCountries = 60;
inline constexpr int kListItems = 20;
inline constexpr int kParties = 100;
inline constexpr int kSectors = 20;
inline constexpr int kSdgs = 17;
inline constexpr int kAmounts = 50;
inline constexpr int kExternalIds = 20;
inline constexpr int kConditions = 20;
inline constexpr int kRoundAgencies = 1'000;
inline constexpr int kConditionValues = 100;
inline constexpr int kDimensions = 3;
inline constexpr int kAttachments = 100;
// Of what waits for somebody who begins to validate, of each kind, told at once.
inline constexpr int kWaitingTold = 100;
// Of a fiche, of each audience.
inline constexpr int kComments = 1'000;
// Answers of one named country that are kept with an initiative, the one that stands included.
inline constexpr int kConfirmationAnswers = 5;
inline constexpr int kCopies = 10;
inline constexpr int kChoices = 1'000;
inline constexpr int kViolationsReported = 100;

// Years that a date may have.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2200;

// Pages.
inline constexpr int kDefaultPage = 100;
inline constexpr int kLargestPage = 1'000;
inline constexpr int kPageTokenBytes = 1'024;

// Documents, before anything in them is trusted.
inline constexpr size_t kDocumentBytes = 20u << 20;
inline constexpr size_t kInflatedBytes = 100u << 20;
inline constexpr size_t kInflationRatio = 200;
inline constexpr size_t kArchiveEntries = 2'000;
inline constexpr int kXmlDepth = 128;
inline constexpr int kFindings = 500;
// Replies included.
inline constexpr int kDocumentComments = 500;

// Calls. A message is a document and what travels beside it.
inline constexpr size_t kMessageBytes = kDocumentBytes + (64u << 10);
inline constexpr int kWorkers = 64;
inline constexpr int kQueuedCalls = 2'048;
inline constexpr int kDrainSeconds = 20;
inline constexpr int kLingerMilliseconds = 250;

// What an error says travels in HTTP/2 headers, of which many clients take 8 KiB in all, and base64 adds a third.
inline constexpr size_t kStatusBytes = 5'000;
inline constexpr int kErrorArgument = 200;

// Deadlines that the registry reminds of by itself.
inline constexpr int kReminderDaysBefore = 60;
inline constexpr int kRemindersOfADeadline = 5;
inline constexpr int kReminderPauseSeconds = 60;

// A page ends after the record with which it holds this much; many clients take 4 MiB.
inline constexpr size_t kPageBytes = 2u << 20;

// Answers kept in memory.
inline constexpr size_t kAnswerCacheBytes = 32u << 20;
// Callers kept in memory.
inline constexpr size_t kKnownCallers = 10'000;

// Mails. An attempt waits this long for the mail server to be reached, and in all.
inline constexpr int kMailConnectSeconds = 10;
inline constexpr int kMailSeconds = 60;
// Mails read from the store at once.
inline constexpr int kMailBatch = 50;
// A mail that was deferred is tried again after this, then after twice as long each time, up to the longest.
inline constexpr int kMailRetrySeconds = 60;
inline constexpr int kMailLongestRetrySeconds = 4 * 3'600;
// The same for a mail server, or storage, that is not there.
inline constexpr int kMailPauseSeconds = 5;
inline constexpr int kMailLongestPauseSeconds = 900;
// What a mail that is wanted for no particular time is tried for.
inline constexpr int kMailDays = 5;

// Bytes of the log that wait to be written.
inline constexpr size_t kLogBytesWaiting = 4u << 20;

// Writes that share one commit.
inline constexpr int kWritesPerCommit = 256;

}  // namespace minga::limits
