// Loaded before every NestJS proof: the usual imports and a few helpers, so that a
// card shows the code in question and nothing else.
import 'reflect-metadata';
import * as http from 'node:http';
import {
  All, applyDecorators, ArgumentsHost, BadRequestException, BeforeApplicationShutdown, Body, CallHandler, CanActivate,
  Catch, ClassSerializerInterceptor, ConfigurableModuleBuilder, ConflictException, Controller, createParamDecorator,
  DefaultValuePipe, Delete, ExceptionFilter, ExecutionContext, ForbiddenException, forwardRef, Get, Global, Header,
  Headers, HttpCode, HttpException, HttpStatus, Inject, Injectable, InternalServerErrorException, Logger,
  MiddlewareConsumer, mixin, Module, NestInterceptor, NestModule, Next, NotFoundException, OnApplicationBootstrap,
  OnApplicationShutdown, OnModuleDestroy, OnModuleInit, Optional, Param, ParseArrayPipe, ParseBoolPipe, ParseEnumPipe,
  ParseFloatPipe, ParseIntPipe, ParseUUIDPipe, Patch, PipeTransform, Post, Put, Query, Redirect, Req, RequestMethod,
  Res, Scope, SerializeOptions, ServiceUnavailableException, SetMetadata, Sse, StreamableFile, UnauthorizedException,
  UnprocessableEntityException, UseFilters, UseGuards, UseInterceptors, UsePipes, ValidationPipe, Version,
  VERSION_NEUTRAL, VersioningType,
} from '@nestjs/common';
import {
  APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, BaseExceptionFilter, ContextIdFactory, HttpAdapterHost, INQUIRER,
  LazyModuleLoader, ModuleRef, NestFactory, Reflector, REQUEST,
} from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayNotEmpty, IsArray, IsBoolean, IsEmail, IsEnum, IsInt, IsNotEmpty, IsOptional, IsString, Length, Max, Min,
  MinLength, ValidateNested,
} from 'class-validator';
import { catchError, delay, firstValueFrom, from, interval, map, Observable, of, tap, throwError, timeout } from 'rxjs';

const log = (...words: unknown[]) => console.log(...words);

/** A module from its parts: `moduleOf({ providers: [A] })`. */
function moduleOf(parts: Record<string, unknown>): any {
  @Module(parts as any) class CaseModule {}
  return CaseModule;
}
/** The container alone, as a unit test has it. Nest's own log is off: it prints times. */
const wire = (parts: Record<string, unknown>) => Test.createTestingModule(parts as any).setLogger(false as any).compile();

/** A listening application on a free loopback port; `tune` runs before it starts. */
async function serve(parts: Record<string, unknown>, tune: (app: any) => unknown = () => {}, options: any = {}) {
  const app: any = await NestFactory.create(moduleOf(parts), { logger: false, ...options });
  await tune(app);
  await app.listen(0, '127.0.0.1');
  return app;
}
/** One real HTTP request; the body is parsed if it is JSON. */
function call(app: any, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const typed = text !== undefined && typeof body !== 'string' ? { 'content-type': 'application/json' } : {};
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string; json: any }>((done, fail) => {
    const request = http.request(
      { host: '127.0.0.1', port: app.getHttpServer().address().port, method, path, agent: false,
        headers: { ...typed, ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }), ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => {
          let json: any;
          try { json = JSON.parse(text); } catch { json = undefined; }
          done({ status: response.statusCode!, headers: response.headers, text, json });
        });
      });
    request.on('error', fail);
    request.end(text);
  });
}
/** Runs the case and ends the process with it: a listening server would keep it alive. */
function main(body: () => Promise<unknown>) {
  body().then(() => process.exit(0), (error) => { console.error(error?.message ?? error); process.exit(1); });
}
/** The same once the rest of the file has run: a card's own classes come after the setup that drives them. */
const later = (body: () => Promise<unknown>) => void setImmediate(() => main(body));

